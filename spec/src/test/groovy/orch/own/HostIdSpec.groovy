package orch.own

import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class HostIdSpec extends Specification {
    @TempDir
    Path folder

    def "a machine keeps its id"() {
        given:
        def id = HostId.of(new StateFolder(folder))

        expect:
        id ==~ '[0-9a-f]{16}'
        HostId.of(new StateFolder(folder)) == id
    }

    def "another machine has another id"() {
        expect:
        HostId.of(new StateFolder(folder.resolve('one'))) != HostId.of(new StateFolder(folder.resolve('other')))
    }

    def "an id that was written by hand is taken without its line's end"() {
        given:
        folder.resolve('host-id').toFile().text = 'ci-7\n'

        expect:
        HostId.of(new StateFolder(folder)) == 'ci-7'
    }
}
