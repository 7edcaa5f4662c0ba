package orch.engine.read

import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class HostRoutesSpec extends Specification {
    static final String HEAD =
        'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT       '

    @TempDir
    Path folder

    def "a route is a range with its interface"() {
        expect:
        read('docker0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0',
             'tun0\t40C8D50A\t00000000\t0001\t0\t0\t50\tC0FFFFFF\t0\t0\t0',
             'wg0\t0101A8C0\t00000000\t0005\t0\t0\t0\tFFFFFFFF\t0\t0\t0',
             'eth1\t0000000A\t0100000A\t0003\t0\t0\t0\t000000FF\t0\t0\t0') == [
            '172.17.0.0/16 a route over docker0',
            '10.213.200.64/26 a route over tun0',
            '192.168.1.1/32 a route over wg0',
            '10.0.0.0/8 a route over eth1']
    }

    def "the default route takes nothing, and neither does a line that cannot be read"() {
        expect:
        read('eth0\t00000000\t0100A8C0\t0003\t0\t0\t0\t00000000\t0\t0\t0',
             '',
             'eth0\tnonsense\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0',
             'eth0\t000011AC') == []
    }

    def "where there is no such file there are no routes"() {
        expect:
        HostRoutes.read(folder.resolve('route')) == []
    }

    private List<String> read(String... lines) {
        def file = Files.write(folder.resolve('route'), [HEAD, *lines])
        HostRoutes.read(file).collect { "${it.subnet()} ${it.holder()}".toString() }
    }
}
