package orch.own

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import orch.model.OrchException
import spock.lang.Specification
import spock.lang.TempDir

class SecretsSpec extends Specification {
    @TempDir
    Path folder

    def "a secret is made at first use and is the same ever after"() {
        when:
        def first = secrets().get('dev', 'password')

        then: 'it needs no quoting and cannot be guessed'
        first.name() == 'password'
        first.text() ==~ '[A-Za-z0-9_-]{32}'

        and: 'another run gets the same'
        secrets().get('dev', 'password') == first
    }

    def "each stack and each name has a secret of its own"() {
        expect:
        [['dev', 'a'], ['dev', 'b'], ['test', 'a'], ['test', 'b']].collect { stack, name -> secrets().get(stack, name).text() }
            .toSet().size() == 4
    }

    def "only its owner can read it"() {
        when:
        secrets().get('dev', 'password')

        then:
        PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve('secrets/dev/password'))) == 'rw-------'
        PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve('secrets/dev'))) == 'rwx------'
    }

    def "one that a user wrote by hand is taken without its line's end"() {
        given:
        Files.createDirectories(folder.resolve('secrets/dev'))
        folder.resolve('secrets/dev/token').toFile().text = 'from elsewhere\n'

        expect:
        secrets().get('dev', 'token').text() == 'from elsewhere'
    }

    def "names cannot lead out of the folder: '#stack', '#name'"() {
        when:
        secrets().get(stack, name)

        then:
        thrown(OrchException.BadInput)
        folder.toFile().list().length == 0

        where:
        stack    | name
        '..'     | 'a'
        'dev'    | '..'
        'dev'    | '../../x'
        'dev/x'  | 'a'
        'dev'    | ''
        ''       | 'a'
    }

    private Secrets secrets() {
        new Secrets(new StateFolder(folder))
    }
}
