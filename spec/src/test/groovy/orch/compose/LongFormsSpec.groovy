package orch.compose

import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class LongFormsSpec extends Specification {
    @TempDir
    Path temporary
    @Delegate
    ComposeFolder compose

    def setup() {
        compose = new ComposeFolder(temporary)
    }

    def "port #port publishes #published"() {
        expect:
        service("ports: ['$port']").ports.collect { [it.host_ip, it.published, it.target, it.protocol] } == published

        where:
        port                     || published
        '80'                     || [[null, null, 80, 'tcp']]
        '8080:80'                || [[null, '8080', 80, 'tcp']]
        '127.0.0.1:8080:80/udp'  || [['127.0.0.1', '8080', 80, 'udp']]
        '127.0.0.1::80'          || [['127.0.0.1', null, 80, 'tcp']]
        '[::1]:8080:80'          || [['::1', '8080', 80, 'tcp']]
        '8000-8001:80-81'        || [[null, '8000', 80, 'tcp'], [null, '8001', 81, 'tcp']]
        '8000-8010:80'           || [[null, '8000-8010', 80, 'tcp']]
    }

    def "port #port is refused: #problem"() {
        expect:
        refusalOf("ports: ['$port']") == "compose.yaml:4:13: port '$port'$problem"

        where:
        port            || problem
        ''              || ' has no container port'
        '80:'           || ' has no container port'
        'http'          || ": 'http' is no number from 1 to 65535"
        '70000'         || ": '70000' is no number from 1 to 65535"
        '90-80'         || ': 90-80 ends before it begins'
        '1-3:1-2'       || ': the ranges are not of one length'
        'here:80:80'    || ": 'here' is no IP address"
        '80/ip'         || ": 'ip' is not tcp, udp or sctp"
        '80:0'          || ': 0 is no container port'
    }

    def "mount #mount is #form"() {
        expect:
        config("services: {a: {image: a, volumes: ['$mount']}}\nvolumes: {data: }").services.a.volumes == [form]

        where:
        mount                || form
        '/data'              || [type: 'volume', target: '/data', volume: [:]]
        'data:/data/'        || [type: 'volume', source: 'data', target: '/data', volume: [:]]
        'data:/data:nocopy'  || [type: 'volume', source: 'data', target: '/data', volume: [nocopy: true]]
        '/a:/b:ro,rshared'   || [type: 'bind', source: '/a', target: '/b', read_only: true, bind: [create_host_path: true, propagation: 'rshared']]
        '/a:/b:Z'            || [type: 'bind', source: '/a', target: '/b', bind: [create_host_path: true, selinux: 'Z']]
    }

    def "mount #mount is refused"() {
        expect:
        refusalOf("volumes: ['$mount']") == "compose.yaml:4:15: mount '$mount' is not of the form [SOURCE:]TARGET[:OPTIONS]"

        where:
        mount << ['', ':/a', 'a:b:c:d']
    }

    def "command #line is #words, as no shell sees it"() {
        expect:
        service("command: $line").command == words

        where:
        line                   || words
        'sleep 1'              || ['sleep', '1']
        '\'sh -c "a  b" c\\ d\''  || ['sh', '-c', 'a  b', 'c d']
        '"echo \'\'"'          || ['echo', '']
        'a && b'               || ['a']
        'a b 2> c'             || ['a', 'b']
        'a $(b c)'             || ['a', '$$(b c)']
        '[a b, c]'             || ['a b', 'c']
    }

    def "what only a shell could do is left out of a command, and that is told"() {
        given:
        file('compose.yaml', 'services:\n  a:\n    image: a\n    command: make it && run it\n    entrypoint: [a, "&&", b]')

        expect:
        project().warnings() == ["compose.yaml:4:5: '&& run it' is left out of the command: no shell reads it; write [sh, -c, '...']"]
    }

    def "#line becomes #form"() {
        expect:
        service(line).subMap(form.keySet()) == form

        where:
        line                                   || form
        'environment: [A=1, B=, "C=a=b"]'      || [environment: [A: '1', B: '', C: 'a=b']]
        'environment: {A: 1, B: true, C: 1.50}' || [environment: [A: '1', B: 'true', C: '1.5']]
        'labels: [a, b=c]'                     || [labels: [a: '', b: 'c']]
        'dns: 1.1.1.1'                         || [dns: ['1.1.1.1']]
        'tmpfs: /run'                          || [tmpfs: ['/run']]
        'healthcheck: {test: a b}'             || [healthcheck: [test: ['CMD-SHELL', 'a b']]]
        'expose: [80]'                         || [expose: ['80']]
        'devices: [/dev/a]'                    || [devices: [[source: '/dev/a', target: '/dev/a', permissions: 'rwm']]]
        'mem_limit: 64m'                       || [mem_limit: '67108864']
        'shm_size: 1.5kb'                      || [shm_size: '1536']
        'extra_hosts: ["a:1.2.3.4", "b=::1"]'  || [extra_hosts: ['a=1.2.3.4', 'b=::1']]
        'extra_hosts: {a: [1.1.1.1, 2.2.2.2]}' || [extra_hosts: ['a=1.1.1.1', 'a=2.2.2.2']]
    }

    def "a build is a folder, with its Dockerfile"() {
        expect:
        config('services: {a: {build: sub}}').services.a.build == [context: folder.resolve('sub').toString(), dockerfile: 'Dockerfile']
        config('services: {a: {build: {args: [A=1, B], ssh: [default]}}}').services.a.build ==
            [args: [A: '1'], ssh: ['default'], context: folder.toString(), dockerfile: 'Dockerfile']
        config('services: {a: {build: "https://github.com/a/b.git#main"}}').services.a.build.context == 'https://github.com/a/b.git#main'
    }

    def "a quote that is not closed and a host without address are refused"() {
        expect:
        refusalOf('command: "it\'s"') == 'compose.yaml:4:5: a quote in this command is not closed, or a bracket is not in quotes'
        refusalOf('command: (a b)') == 'compose.yaml:4:5: a quote in this command is not closed, or a bracket is not in quotes'
        refusalOf('extra_hosts: [a]') == "compose.yaml:4:19: 'a' is not of the form NAME=ADDRESS"
    }
}
