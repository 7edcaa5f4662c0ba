package orch.report

import spock.lang.Specification

class TableSpec extends Specification {
    def "columns are as wide as their widest cell, two blanks apart, and lines end with their last letter"() {
        given:
        def table = new Table()
        table.row('a', 'bb', 'c')
        table.row('aaaa', '', 'c')
        table.row('a', 'b', '')

        expect:
        table.text() == 'a     bb  c\naaaa      c\na     b\n'
    }

    def "colours have no width"() {
        given:
        def table = new Table()
        table.row(new Style(true).good('a'), 'x')
        table.row('aaa', 'x')

        expect:
        table.text() == '\u001b[32ma\u001b[0m    x\naaa  x\n'
    }

    def "rows of different length go together"() {
        given:
        def table = new Table()
        table.row('a')
        table.row('bb', 'c')

        expect:
        table.text() == 'a\nbb  c\n'
    }

    def "a table without rows is empty"() {
        expect:
        new Table().text() == ''
    }
}
