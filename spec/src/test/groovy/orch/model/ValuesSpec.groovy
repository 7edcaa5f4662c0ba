package orch.model

import static orch.model.Examples.changed

import java.time.Duration
import orch.model.Readiness.Pace
import spock.lang.Specification

class ValuesSpec extends Specification {
    def "port #container with host port #host over #protocol is possible"() {
        expect:
        new Port(container, host, Port.LOOPBACK, protocol).key() == "$container/$protocol"

        where:
        container | host  | protocol
        1         | 0     | 'tcp'
        8080      | 1     | 'tcp'
        65535     | 65535 | 'udp'
    }

    def "port #container with host port #host over #protocol is refused: #problem"() {
        when:
        new Port(container, host, Port.LOOPBACK, protocol)

        then:
        def refusal = thrown(OrchException.BadInput)
        refusal.message == problem

        where:
        container | host  | protocol || problem
        0         | 0     | 'tcp'    || 'port 0 is not possible: 1 to 65535'
        -1        | 0     | 'tcp'    || 'port -1 is not possible: 1 to 65535'
        65536     | 0     | 'tcp'    || 'port 65536 is not possible: 1 to 65535'
        80        | -1    | 'tcp'    || 'host port -1 is not possible: 1 to 65535'
        80        | 65536 | 'tcp'    || 'host port 65536 is not possible: 1 to 65535'
        80        | 0     | 'TCP'    || "port protocol 'TCP' is not possible: tcp or udp"
        80        | 0     | 'sctp'   || "port protocol 'sctp' is not possible: tcp or udp"
    }

    def "a pace of #interval, #timeout, #retries, #startPeriod is refused: #problem"() {
        when:
        new Pace(Duration.parse(interval), Duration.parse(timeout), retries, Duration.parse(startPeriod))

        then:
        def refusal = thrown(OrchException.BadInput)
        refusal.message == problem

        where:
        interval | timeout | retries | startPeriod || problem
        'PT0S'   | 'PT1S'  | 1       | 'PT0S'      || "a health check's interval and timeout are at least 1 ms"
        'PT1S'   | 'PT0S'  | 1       | 'PT0S'      || "a health check's interval and timeout are at least 1 ms"
        'PT-1S'  | 'PT1S'  | 1       | 'PT0S'      || "a health check's interval and timeout are at least 1 ms"
        'PT1S'   | 'PT1S'  | 0       | 'PT0S'      || "a health check's retries are at least 1"
        'PT1S'   | 'PT1S'  | 1       | 'PT-1S'     || "a health check's start period is not negative"
    }

    def "a pace of one millisecond and one try is possible"() {
        expect:
        new Pace(Duration.ofMillis(1), Duration.ofMillis(1), 1, Duration.ZERO).retries() == 1
    }

    def "a check #what is refused: #problem"() {
        when:
        check()

        then:
        def refusal = thrown(OrchException.BadInput)
        refusal.message == problem

        where:
        what                       | check                                                       || problem
        'of an empty command'      | { new Readiness.Command([], Pace.DEFAULT) }                 || "a health check's command is empty"
        'of a path without slash'  | { new Readiness.Http('health', 80, 0, Pace.DEFAULT) }       || "health check path 'health' must begin with / and hold no spaces"
        'of a path with a blank'   | { new Readiness.Http('/a b', 80, 0, Pace.DEFAULT) }         || "health check path '/a b' must begin with / and hold no spaces"
        'of a path with a line end' | { new Readiness.Http('/a\r\nHost: x', 80, 0, Pace.DEFAULT) } || "health check path '/a\r\nHost: x' must begin with / and hold no spaces"
        'over HTTP on port 0'      | { new Readiness.Http('/', 0, 0, Pace.DEFAULT) }             || 'port 0 is not possible: 1 to 65535'
        'over TCP on port 70000'   | { new Readiness.Tcp(70000, Pace.DEFAULT) }                  || 'port 70000 is not possible: 1 to 65535'
        'of a broken pattern'      | { new Readiness.LogLine('ready (', Pace.DEFAULT) }          || "log pattern 'ready (' is no regular expression: Unclosed group"
    }

    def "a check says of itself: #words"() {
        expect:
        check.describe() == words

        where:
        check                                                        || words
        Readiness.Command.shell('pg_isready -U app', Pace.DEFAULT)   || 'pg_isready -U app'
        new Readiness.Command(['redis-cli', 'ping'], Pace.DEFAULT)   || 'redis-cli ping'
        new Readiness.Http('/health?full', 8080, 0, Pace.DEFAULT)    || 'GET /health?full on port 8080'
        new Readiness.Tcp(5432, Pace.DEFAULT)                        || 'TCP port 5432'
        new Readiness.LogLine('ready to accept', Pace.DEFAULT)       || "log line matching 'ready to accept'"
        Readiness.BY_IMAGE                                           || "the image's own health check"
    }

    def "a limit of #limit is refused: #problem"() {
        when:
        changed(limit, Resources.UNLIMITED)

        then:
        def refusal = thrown(OrchException.BadInput)
        refusal.message == problem

        where:
        limit                        || problem
        [memory: -1L]                || 'a limit is not negative'
        [cpus: -0.5d]                || 'a limit is not negative'
        [pids: -1L]                  || 'a limit is not negative'
        [sharedMemory: -1L]          || 'a limit is not negative'
        [memory: 1L]                 || 'memory is at least 6.MB: the engine accepts no less'
        [memory: 6L * 1048576 - 1]   || 'memory is at least 6.MB: the engine accepts no less'
    }

    def "no limit, and the least memory that an engine accepts, are possible"() {
        expect:
        changed(Resources.UNLIMITED, memory: 6L * 1048576).memory() == 6291456
        Resources.UNLIMITED.memory() == 0
    }

    def "an image named '#written' is asked for as '#asked'"() {
        expect:
        new ImageSource.Named(written).reference() == asked

        where:
        written                           || asked
        'postgres'                        || 'postgres:latest'
        'postgres:16'                     || 'postgres:16'
        'library/postgres'                || 'library/postgres:latest'
        'localhost:5000/app'              || 'localhost:5000/app:latest'
        'localhost:5000/app:1'            || 'localhost:5000/app:1'
        'app@sha256:' + '0' * 64          || 'app@sha256:' + '0' * 64
        'registry.io:443/a/b:1@sha256:ab' || 'registry.io:443/a/b:1@sha256:ab'
    }

    def "'#written' cannot be the name of an image"() {
        when:
        new ImageSource.Named(written)

        then:
        def refusal = thrown(OrchException.BadInput)
        refusal.message == "'$written' cannot be the name of an image"

        where:
        written << [null, '', ' ', 'my image', '-x', 'a;b', 'a\nb']
    }

    def "an archive's image gets a tag as any other"() {
        expect:
        new ImageSource.Archive(java.nio.file.Path.of('app.tar'), 'app').reference() == 'app:latest'
    }

    def "a mount at '#target' is refused: the path is not absolute"() {
        when:
        new Mount.TmpfsMount(target, 0)

        then:
        def refusal = thrown(OrchException.BadInput)
        refusal.message == "mount target '$target' is not an absolute path in the container"

        where:
        target << [null, '', 'data', './data']
    }

    def "a secret's text is not in what it says of itself"() {
        expect:
        new Value.Secret('db', 'hunter22').toString() == 'secret(db)'
        !Examples.service('db', process: changed(Process.OF_IMAGE, environment: [P: new Value.Secret('db', 'hunter22')]))
            .toString().contains('hunter22')
    }
}
