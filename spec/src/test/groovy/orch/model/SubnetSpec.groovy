package orch.model

import spock.lang.Specification

class SubnetSpec extends Specification {
    def "'#text' is the range #read"() {
        expect:
        Subnet.parse(text).get().toString() == read

        where:
        text                 || read
        '10.213.0.0/16'      || '10.213.0.0/16'
        '10.213.4.64/26'     || '10.213.4.64/26'
        '0.0.0.0/0'          || '0.0.0.0/0'
        '255.255.255.255/32' || '255.255.255.255/32'
        ' 10.1.0.0/24\n'     || '10.1.0.0/24'
        '10.1.2.3/24'        || '10.1.2.0/24'
        '10.1.2.3/0'         || '0.0.0.0/0'
    }

    def "'#text' is no range"() {
        expect:
        Subnet.parse(text).empty

        where:
        text << ['', '10.1.0.0', '10.1.0/24', '10.1.0.0/33', '10.256.0.0/16', '10.1.0.0/', '10.1.0.0/-1', '10.1.0.0/24/24',
                 'fd00::/64', '10.1.0.x/24', '10.1.0.0 /24', 'net']
    }

    def "a range with #what is refused"() {
        when:
        new Subnet(address, bits)

        then:
        def e = thrown(OrchException.BadInput)
        e.message.contains("$address/$bits")

        where:
        what                    | address       | bits
        'less than no bits'     | 0L            | -1
        'more than 32 bits'     | 0L            | 33
        'a negative address'    | -1L           | 24
        'too large an address'  | 0x100000000L  | 24
    }

    def "#one and #other #overlap"() {
        given:
        def ranges = [one, other].collect { Subnet.parse(it).get() }

        expect: 'whichever is asked'
        ranges[0].overlaps(ranges[1]) == both
        ranges[1].overlaps(ranges[0]) == both

        where:
        one               | other             || both
        '10.213.0.0/26'   | '10.213.0.0/26'   || true
        '10.213.0.0/16'   | '10.213.9.64/26'  || true
        '10.213.0.0/26'   | '10.213.0.63/32'  || true
        '0.0.0.0/0'       | '192.168.7.0/24'  || true
        '128.0.0.0/1'     | '255.0.0.0/8'     || true
        '10.213.0.0/26'   | '10.213.0.64/26'  || false
        '10.213.0.64/26'  | '10.213.0.63/32'  || false
        '10.212.0.0/16'   | '10.213.0.0/26'   || false
        '0.0.0.0/1'       | '128.0.0.0/1'     || false
        overlap = both ? 'overlap' : 'have nothing in common'
    }

    def "#range holds #count subnets of /#bits"() {
        expect:
        Subnet.parse(range).get().count(bits) == count

        where:
        range           | bits || count
        '10.213.0.0/16' | 26   || 1024
        '10.213.0.0/26' | 26   || 1
        '10.213.0.0/27' | 26   || 0
        '10.0.0.0/8'    | 32   || 16_777_216
    }

    def "its subnets lie side by side and fill it"() {
        given:
        def range = Subnet.parse('10.213.128.0/23').get()

        when:
        def parts = (0..<range.count(26)).collect { range.part(26, it) }

        then:
        parts*.toString() == ['10.213.128.0/26', '10.213.128.64/26', '10.213.128.128/26', '10.213.128.192/26',
                              '10.213.129.0/26', '10.213.129.64/26', '10.213.129.128/26', '10.213.129.192/26']
        parts.every { range.overlaps(it) }
    }
}
