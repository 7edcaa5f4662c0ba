package orch.dsl

import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class ScriptErrorsSpec extends Specification {
    @TempDir
    Path temp
    def scripts

    def setup() {
        scripts = new ScriptFolder(temp)
    }

    def "a mistyped word fails with its file and line and the nearest word"() {
        expect:
        scripts.refusal('''\
            // a stack with a slip in it
            stack('dev') {
                service('db') {
                    image 'postgres:16'
                    env POSTGRES_DB: 'app'

                    healtcheck 'pg_isready'
                }
            }'''.stripIndent()) == "dev.groovy:7: unknown word 'healtcheck' in service 'db'; did you mean 'healthcheck'?"
    }

    def "#text is refused: #problem"() {
        expect:
        scripts.refusal(text) == problem.replace('FOLDER', scripts.folder.toString())

        where:
        text                                                 || problem
        "stak('dev') { }"                                    || "dev.groovy:1: unknown word 'stak'; did you mean 'stack'?"
        '\n\nshwo 1'                                         || "dev.groovy:3: unknown word 'shwo'; did you mean 'show'?"
        "image 'a'"                                          || "dev.groovy:1: unknown word 'image'; it belongs in a stack { } or service { } block"
        "service('db') { }"                                  || "dev.groovy:1: unknown word 'service'; it belongs in a stack { } or service { } block"
        'println optoins'                                    || "dev.groovy:1: unknown word 'optoins'; did you mean 'option'?"
        'theStak.start()'                                    || "dev.groovy:1: unknown word 'theStak'; did you mean 'theStack'?"
        'stack'                                              || "dev.groovy:1: 'stack' is written: stack('dev') { service 'db', image: 'postgres:16' }"
        'stack()'                                            || "dev.groovy:1: 'stack' is written: stack('dev') { service 'db', image: 'postgres:16' }"
        "stack('dev', 3)"                                    || "dev.groovy:1: 'stack' is written: stack('dev') { service 'db', image: 'postgres:16' }"
        "stack {\n servic('db') { }\n}"                      || "dev.groovy:2: unknown word 'servic' in stack 'dev'; did you mean 'service'?"
        "stack {\n frobnicate 3\n}"                          || "dev.groovy:2: unknown word 'frobnicate' in stack 'dev'"
        "stack {\n service 'db', imag: 'a'\n}"               || "dev.groovy:2: unknown word 'imag' in service 'db'; did you mean 'image'?"
        "stack {\n service 'db', image: 'a', port: 'x'\n}"   || "dev.groovy:2: 'port' in service 'db' does not take the text 'x'; it is written: port 8080, host: 18080, address: '0.0.0.0', protocol: 'tcp'"
        "stack {\n service 'db', image: null\n}"           || "dev.groovy:2: 'image' in service 'db' does not take null; it is written: image 'postgres:16', otherwise: build('images/postgres')"
        "stack {\n service()\n}"                            || "dev.groovy:2: 'service' in stack 'dev' does not take nothing; it is written: service 'redis', image: 'redis:7', healthcheck: 'redis-cli ping'  or  service('db') { image 'postgres:16'; port 5432 }"
        'use null'                                           || "dev.groovy:1: 'use' is written: use 'common.groovy'"
        "stack {\n ensureHealthy in: 3.seconds\n}"           || "dev.groovy:2: 'ensureHealthy' in stack 'dev' has no 'in:'"
        "stack {\n ensureHealthy within: 3\n}"               || "dev.groovy:2: 'within:' in stack 'dev' does not take the number 3"
        "stack {\n ensureHealthy\n}"                         || "dev.groovy:2: 'ensureHealthy' in stack 'dev' is written ensureHealthy within: 60.seconds"
        "stack {\n network 'b'\n network 'b'\n}"             || "dev.groovy:3: network 'b' is described twice"
        "stack {\n volume 'v', external: 'a'\n volume 'v', external: 'a'\n}" || "dev.groovy:3: volume 'v' is described twice"
        "stack {\n network 'my net'\n}"                      || "dev.groovy:2: network name 'my net' is not possible: 1 to 63 letters, digits, '_', '.' or '-', the first a letter or digit"
        "stack {\n}"                                         || "dev.groovy:1: stack 'dev' has no services"
        "stack('my stack') {\n service 'a', image: 'a'\n}"   || "dev.groovy:1: stack name 'my stack' is not possible: 1 to 63 letters, digits, '_', '.' or '-', the first a letter or digit"
        "stack {\n service('a b') { image 'a' }\n}"          || "dev.groovy:2: service name 'a b' is not possible: 1 to 63 letters, digits, '_', '.' or '-', the first a letter or digit"
        "stack {\n service('a') { image 'a' }\n\n service 'a', image: 'b'\n}" || "dev.groovy:4: service 'a' is described twice, first at dev.groovy:2"
        "stack {\n service('a') {\n }\n}"                    || "dev.groovy:2: service 'a' has no image: give it image '...' or build '...'"
        "use 'none.groovy'"                                  || "dev.groovy:1: there is no file FOLDER/none.groovy"
    }

    def "in a service, #words is refused at its own line: #problem"() {
        expect:
        scripts.refusal("stack {\n service('db') {\n image 'a:1'\n $words\n }\n}") == "dev.groovy:4: $problem"

        where:
        words                             || problem
        'port 0'                          || 'port 0 is not possible: 1 to 65535'
        'port 65536'                      || 'port 65536 is not possible: 1 to 65535'
        'port 80, host: 0'                || 'host port 0 is not possible: 1 to 65535, or none for a free one'
        'port 80, host: 65536'            || 'host port 65536 is not possible: 1 to 65535'
        "port 80, host: '8080'"           || "'host:' in service 'db' does not take the text '8080'"
        "port 80, protocl: 'udp'"         || "'port' in service 'db' has no 'protocl:'; did you mean 'protocol'?"
        "port 80, protocol: 'sctp'"       || "port protocol 'sctp' is not possible: tcp or udp"
        "port '80:80'"                    || "'port' in service 'db' does not take the text '80:80'; it is written: port 8080, host: 18080, address: '0.0.0.0', protocol: 'tcp'"
        'memory 256'                      || "'memory' in service 'db' does not take the number 256; it is written: memory 256.MB"
        "memory '256m'"                   || "'memory' in service 'db' does not take the text '256m'; it is written: memory 256.MB"
        'memory 1.MB'                     || 'memory is at least 6.MB: the engine accepts no less'
        'memory 3.seconds'                || "'memory' in service 'db' does not take PT3S (Duration); it is written: memory 256.MB"
        'cpus(-1)'                        || 'a limit is not negative'
        'replicas 0'                      || "service 'db' replicas are at least 1"
        'replicas 1.5'                    || "'replicas' in service 'db' does not take the number 1.5; it is written: replicas 3"
        "restart 'sometimes'"             || "service 'db' restart 'sometimes' is not possible: no, always, unless-stopped or on-failure[:N]"
        "labels 'orch.stack': 'x'"        || "label 'orch.stack' is orch's own"
        'privileged'                      || "'privileged' in service 'db' is written privileged()"
        'privileged true'                 || "'privileged' in service 'db' does not take true (Boolean); it is written: privileged()"
        'init'                            || "'init' in service 'db' is written init()"
        "volume 'data'"                   || "'volume' in service 'db' does not take the text 'data'; it is written: volume 'pg-data', at: '/var/lib/postgresql/data', readOnly: false"
        "volume 'data', at: 'data'"       || "mount target 'data' is not an absolute path in the container"
        "volume 'data', on: '/data'"      || "'volume' in service 'db' has no 'on:'"
        "volume '/data', at: '/data'"     || "volume name '/data' is not possible: 1 to 63 letters, digits, '_', '.' or '-', the first a letter or digit"
        "ulimits nofile: 'many'"          || 'ulimits nofile: is a number, or [soft, hard]'
        "networkMode 'bridged'"           || "networkMode is 'host', 'none', 'bridge', 'service:NAME' or 'container:NAME', not 'bridged'"
        'dependsOn 3'                     || "dependsOn takes names of services, started('x') and completed('x'), not 3"
        "capAdd 'net-admin'"              || "'net-admin' is no kernel capability"
        'stopGrace 30'                    || "'stopGrace' in service 'db' does not take the number 30; it is written: stopGrace 30.seconds"
        "env 'A=1'"                       || "'env' in service 'db' does not take the text 'A=1'; it is written: env POSTGRES_DB: 'app', POSTGRES_PASSWORD: secret('postgres')"
        "secret('my secret')"             || "secret name 'my secret' is not possible: 1 to 63 letters, digits, '_', '.' or '-', the first a letter or digit"
        'healthcheck 3'                   || "'healthcheck' in service 'db' does not take the number 3; it is written: healthcheck 'redis-cli ping'  or  healthcheck { http '/health', port: 8080; every 1.second }"
        'image null'                      || "'image' in service 'db' does not take null; it is written: image 'postgres:16', otherwise: build('images/postgres')"
        'hostname null'                   || "'hostname' in service 'db' does not take null; it is written: hostname 'db'"
        'memory()'                        || "'memory' in service 'db' does not take null; it is written: memory 256.MB"
        'port()'                          || "'port' in service 'db' does not take nothing; it is written: port 8080, host: 18080, address: '0.0.0.0', protocol: 'tcp'"
        'memory = 256.MB'                 || "'memory' in service 'db' is written memory 256.MB"
        "user = 'root'"                   || "'user' in service 'db' is written user '1000:1000'"
        "usr = 'root'"                    || "unknown word 'usr' in service 'db'; did you mean 'user'?"
        'stack'                           || "unknown word 'stack' in service 'db'"
    }

    def "what spans services is refused at the line of the service: #problem"() {
        expect:
        scripts.refusal("stack {\n service 'a', image: 'a', port: 80\n $other\n}") == "dev.groovy:3: $problem"

        where:
        other                                                                         || problem
        "service 'b', image: 'b', dependsOn: 'aa'"                                    || "service 'b' names service 'aa', which is not in the stack; did you mean 'a'?"
        "service 'b', image: 'b', dependsOn: 'b'"                                     || "service 'b' depends on itself: b -> b"
        "service 'b', image: 'b', network: 'back'"                                    || "service 'b' names network 'back', which is not in the stack"
        "service('b') { image 'b'; port 1, host: 99; port 2, host: 99 }"              || "service 'b' and service 'b' both want host port 99"
        "service('b') { image 'b'; network 'default', aliases: ['c']; networkMode 'host' }"           || 'a service has either networks or a network mode, not both'
    }

    def "a script of several files names the file in which the mistake is"() {
        given:
        scripts.file('common.groovy', "def database(name) {\n 3\n}\n\nstak { }")

        expect:
        scripts.refusal("use 'common.groovy'") == "common.groovy:5: unknown word 'stak'; did you mean 'stack'?"
    }

    def "a mistake in a method of the script is told at its own line"() {
        expect:
        scripts.refusal('''\
            def small(scope) {
                scope.memory 1
            }

            stack { service('db') { image 'a'; small(delegate) } }'''.stripIndent()) ==
            "dev.groovy:2: 'memory' in service 'db' does not take the number 1; it is written: memory 256.MB"
    }
}
