package orch.dsl

import java.nio.file.Path
import java.time.Duration
import orch.model.Environment
import orch.model.Network
import orch.model.OrchException
import orch.model.Readiness
import orch.model.Volume
import spock.lang.Specification
import spock.lang.TempDir

class StackWordsSpec extends Specification {
    @TempDir
    Path temp
    def scripts

    def setup() {
        scripts = new ScriptFolder(temp)
    }

    def "a service on one line is the same as one in a block"() {
        given:
        scripts.file('conf/a', '')
        def line = scripts.stack("stack { service 'redis', image: 'redis:7', healthcheck: 'redis-cli ping', port: 6379, " +
            "memory: 64.MB, env: [A: '1'], dependsOn: ['db', 'cache'], command: ['a', 'b'], restart: 'always'\n" +
            "service 'db', image: 'db:1'\nservice 'cache', image: 'cache:1' }")
        def block = scripts.stack("stack { service('redis') { image 'redis:7'; healthcheck 'redis-cli ping'; port 6379; " +
            "memory 64.MB; env A: '1'; dependsOn 'db', 'cache'; command 'a', 'b'; restart 'always' }\n" +
            "service 'db', image: 'db:1'\nservice 'cache', image: 'cache:1' }")

        expect:
        line.services() == block.services()
    }

    def "the whole stack fits on one line"() {
        when:
        def stack = scripts.stack("stack { service 'db', image: 'postgres:16', port: 5432 }")

        then:
        stack.services().db.links().ports()*.container() == [5432]
    }

    def "a stack without a name has its file's: #file is '#name'"() {
        expect:
        scripts.run("stack { service 'a', image: 'a' }", file).name == name

        where:
        file                    || name
        'dev.groovy'            || 'dev'
        'scripts/shop.groovy'   || 'shop'
        'my stack.groovy'       || 'my-stack'
        'shop/stack.groovy'     || 'shop'
        'v1.2.groovy'           || 'v1.2'
    }

    def "a stack of a snippet has the name of the working folder"() {
        expect:
        scripts.snippet("stack { service 'a', image: 'a' }").name == 'work'
    }

    def "a stack with a name has that name"() {
        expect:
        scripts.run("stack('shop') { service 'a', image: 'a' }").name == 'shop'
    }

    def "a stack knows its file"() {
        expect:
        scripts.stack("stack { service 'a', image: 'a' }").origin().file() == scripts.folder.resolve('dev.groovy').toString()
    }

    def "'#words' describes a network"() {
        expect:
        stack(words).networks().back == network

        where:
        words                                                                        || network
        "network 'back'"                                                             || Network.bridge('back')
        "network 'back', driver: 'macvlan', options: [parent: 'eth0', mtu: 1400]"    || new Network('back', '', 'macvlan', false, '', [parent: 'eth0', mtu: '1400'])
        "network 'back', internal: true, subnet: '10.1.0.0/24'"                      || new Network('back', '', 'bridge', true, '10.1.0.0/24', [:])
        "network 'back', external: 'theirs'"                                         || new Network('back', 'theirs', 'bridge', false, '', [:])
    }

    def "'#words' describes a volume"() {
        expect:
        stack(words).volumes().data == volume

        where:
        words                                                                  || volume
        "volume 'data', external: 'theirs'"                                    || new Volume('data', 'theirs', 'local', [:])
        "volume 'data', driver: 'nfs', options: [type: 'nfs4']"                || new Volume('data', '', 'nfs', [type: 'nfs4'])
    }

    def "a stack that says #words is #kind, with --env #env"() {
        expect:
        scripts.run("stack { service 'a', image: 'a'; $words }", 'dev.groovy', scripts.session(env: env)).environment.kind() == kind

        where:
        words         | env         || kind
        ''            | null        || 'shared'
        'shared()'    | null        || 'shared'
        'dedicated()' | null        || 'dedicated'
        ''            | 'dedicated' || 'dedicated'
        'shared()'    | 'dedicated' || 'dedicated'
        'dedicated()' | 'shared'    || 'shared'
    }

    def "two dedicated copies have runs of their own"() {
        given:
        def text = "stack { service 'a', image: 'a'; dedicated() }"

        expect:
        scripts.run(text).environment.run() != scripts.run(text).environment.run()
    }

    def "a shared stack has no run"() {
        expect:
        scripts.run("stack { service 'a', image: 'a' }").environment == Environment.SHARED
    }

    def "a stack that is only described keeps how long its health may take: #words"() {
        given:
        scripts.file('dev.groovy', "stack { service 'a', image: 'a'; $words }")

        expect:
        scripts.session(stacks: ['dev.groovy']).choice().stack().within == Optional.ofNullable(seconds).map { Duration.ofSeconds(it) }

        where:
        words                               || seconds
        'ensureHealthy()'                   || 60
        'ensureHealthy within: 90.seconds'  || 90
        'ensureHealthy within: 2.minutes'   || 120
        ''                                  || null
    }

    def "a stack that should be healthy is made so when its block ends, not before"() {
        when:
        scripts.run("stack { ensureHealthy(); service 'a', image: 'a' }")

        then:
        def asked = thrown(AssertionError)
        asked.message == 'the engine was asked'
    }

    def "a stack that does not say so is only described"() {
        expect:
        scripts.run("stack { service 'a', image: 'a' }").described().present
    }

    def "a service without a check is as its image says"() {
        expect:
        scripts.service('').readiness() == Readiness.BY_IMAGE
    }

    def "every block tells of itself when it is printed"() {
        expect:
        scripts.run("stack('dev') { service 'a', image: 'a'\nservice 'b', image: 'b' }").toString() == "stack 'dev' with a, b"
    }

    private stack(String words) {
        scripts.stack("stack { $words\n service 'a', image: 'a' }")
    }

    def "containers of others are used by name or id, to run or to be healthy"() {
        when:
        def stack = scripts.stack("stack { service 'a', image: 'a'\nuses container('proxy')\nuses container('mail-1'), healthy: true }")

        then:
        stack.uses()*.name() == ['proxy', 'mail-1']
        stack.uses()*.healthy() == [false, true]
        stack.uses()*.origin()*.line() == [2, 3]
    }

    def "#wrong is told: #problem"() {
        when:
        scripts.stack("stack { service 'a', image: 'a'\n$wrong }")

        then:
        def e = thrown(OrchException.BadInput)
        e.message.startsWith('one.groovy:2: ') || e.message.startsWith('dev.groovy:2: ')
        e.message.contains(problem)

        where:
        wrong                                          || problem
        "uses 'proxy'"                                 || "it is written: uses container('devkit_tinyproxy'), healthy: true"
        "uses container('a b')"                        || "'a b' cannot be a container's name or id"
        "uses container('a'), health: true"            || "did you mean 'healthy'?"
        "uses container('a'), healthy: 1"              || "'healthy:' in stack"
        "uses container('a'); uses container('a')"     || "container 'a' is used twice"
        "container('a')"                               || "write: uses container('a')"
    }
}
