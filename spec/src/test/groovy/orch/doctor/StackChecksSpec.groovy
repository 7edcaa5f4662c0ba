package orch.doctor

import static orch.doctor.Canned.helps
import static orch.doctor.Canned.only
import static orch.health.Finding.Level.ERROR
import static orch.health.Finding.Level.OK
import static orch.health.Finding.Level.WARNING
import static orch.model.Examples.image
import static orch.model.Examples.port
import static orch.model.Examples.ports
import static orch.model.Examples.service
import static orch.model.Examples.stack

import orch.doctor.Canned.Answers
import orch.model.ImageSource
import orch.model.Port
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path

class StackChecksSpec extends Specification {
    @TempDir
    Path folder

    def survey = new Answers()

    def "a wanted host port that is held is named, with its holder and the line that wants it"() {
        given:
        def described = stack(service('web', links: ports(port(80, 8080), port(81))), service('db', links: ports(port(5432, 5432))))
        def holders = { wanted -> [8080: "container 'shop-1'"].subMap(wanted) } as PortsCheck.Holders

        when:
        def findings = new PortsCheck(described, [] as Set, holders).look()

        then:
        findings*.level() == [ERROR, OK]
        findings[0].evidence() == "dev.groovy:3: service 'web' wants port 8080 of 127.0.0.1, held by container 'shop-1'"
        findings[1].evidence() == "free or the stack's own: 5432"
        findings.every { helps(it) }
    }

    def "ports that the stack's own containers hold, and those that the engine picks, are well"() {
        given:
        def held = { wanted -> wanted.collectEntries { [it, 'somebody'] } } as PortsCheck.Holders

        expect:
        only(new PortsCheck(stack(service('web', links: ports(port(80, 8080)))), [8080] as Set, held)).level() == OK
        only(new PortsCheck(stack(service('web', links: ports(port(80)))), [] as Set, held)).level() == OK
    }

    def "a port on '#address' is #level"() {
        given:
        def described = stack(service('web', links: ports(new Port(80, 8080, address, 'tcp'))))

        when:
        def finding = only(new OpenPortsCheck(described))

        then:
        finding.level() == level
        (level == WARNING) == finding.evidence().contains("service 'web' publishes port 80 on all interfaces")
        helps(finding)

        where:
        address        || level
        '127.0.0.1'    || OK
        '192.168.17.4' || OK
        '0.0.0.0'      || WARNING
        '::'           || WARNING
        ''             || WARNING
    }

    def "each leftover is named, and cleanup helps"() {
        when:
        def findings = new LeftoversCheck({ names }).look()

        then:
        findings*.level() == levels
        findings*.remedy()*.orElse(null) == remedies
        names.every { name -> findings.any { it.evidence().contains("'$name'") } }

        where:
        names                || levels             | remedies
        []                   || [OK]               | [null]
        ['dev-k3x9p', 'dev'] || [WARNING, WARNING] | ['orch cleanup', 'orch cleanup']
    }

    private Path recipe(String name, String dockerfile) {
        def context = Files.createDirectories(folder.resolve(name))
        Files.writeString(context.resolve('Dockerfile'), dockerfile)
        context
    }

    def "images that are at hand are asked of no registry"() {
        given:
        def present = image('app:1')
        def archive = new ImageSource.Archive(Files.writeString(folder.resolve('a.tar'), ''), 'other:1')
        survey.present = [present]
        def described = stack(
            service('present', images: [image('gone:1'), present]),
            service('archive', images: [archive]),
            service('built', images: [image('postgres:15'), ImageSource.Recipe.of(recipe('db', 'FROM app:1'))]),
            service('base', images: [image('debian:bookworm-slim')]))

        when:
        def finding = only(new ImagesCheck(described, survey))

        then:
        finding.level() == OK
        survey.asked == []
    }

    def "an image that only a registry has is asked of it, once, and is well"() {
        given:
        def described = stack(service('a', images: [image('redis:7')]), service('b', images: [image('redis:7')]),
            service('c', images: [ImageSource.Recipe.of(recipe('c', 'FROM node:22'))]))

        when:
        def finding = only(new ImagesCheck(described, survey))

        then:
        finding.level() == OK
        finding.evidence().contains('offered by a registry')
        survey.asked.toSorted() == ['node:22', 'redis:7']
    }

    def "an image that is not to be had is told with what each way says"() {
        given:
        survey.refusals = ['redis:77': 'manifest unknown', 'node:99': 'no registry answered within 5 s']
        def described = stack(
            service('well', images: [image('redis:7')]),
            service('cache', images: [image('redis:77'), ImageSource.Recipe.of(folder.resolve('not-there'))]),
            service('web', images: [ImageSource.Recipe.of(recipe('web', 'FROM node:99'))]),
            service('file', images: [new ImageSource.Archive(folder.resolve('no.tar'), 'x:1')]))

        when:
        def findings = new ImagesCheck(described, survey).look()

        then:
        findings*.level() == [ERROR] * 3
        findings[0].evidence().startsWith("dev.groovy:3: the image of service 'cache' is not to be had: redis:77: manifest unknown; ")
        findings[0].evidence().contains("build of $folder/not-there: ")
        findings[1].evidence().contains('its base node:99: no registry answered within 5 s')
        findings[2].evidence().contains("archive $folder/no.tar: there is no such file")
        findings.every { helps(it) }
    }
}
