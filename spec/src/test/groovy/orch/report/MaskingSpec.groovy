package orch.report

import spock.lang.Specification

class MaskingSpec extends Specification {
    def masking = new Masking()

    def "a secret is nowhere to be read, however often it is there"() {
        given:
        masking.add('hunter22')

        expect:
        masking.mask('password=hunter22, again: hunter22hunter22') == 'password=***, again: ******'
    }

    def "what holds no secret is left as it is"() {
        given:
        masking.add('hunter22')

        expect:
        masking.mask('hunter 22') == 'hunter 22'
        new Masking().mask('hunter22') == 'hunter22'
    }

    def "texts of fewer than four letters are left: they would mask half of every sentence"() {
        given:
        masking.add('abc')
        masking.add('')
        masking.add('abcd')

        expect:
        masking.mask('abc abcd') == 'abc ***'
    }

    def "of a secret that begins with another nothing is left, in whatever order they came: #secrets"() {
        given:
        secrets.each { masking.add(it) }

        expect:
        masking.mask('it is hunter2222!') == 'it is ***!'

        where:
        secrets << [['hunter', 'hunter2222'], ['hunter2222', 'hunter'], ['hunter', 'hunter22', 'hunter2222', 'ter2']]
    }

    def "a secret of several lines is masked line by line as well, as output comes"() {
        given:
        masking.add('-----BEGIN KEY-----\nMIIEvQIBADANBgkq\n-----END KEY-----')

        expect:
        masking.mask('db-1 | MIIEvQIBADANBgkq') == 'db-1 | ***'
    }

    def "a secret is masked in JSON too, where some letters are written otherwise"() {
        given:
        masking.add('pa"ss\\word')

        expect:
        masking.mask(JsonText.error(new orch.model.OrchException.Failed('wrong: pa"ss\\word', [], null))).contains('"wrong: ***"')
    }

    def "a secret is taken as it is, not as a pattern"() {
        given:
        masking.add('a.c$1(')

        expect:
        masking.mask('abc$1( a.c$1(') == 'abc$1( ***'
    }
}
