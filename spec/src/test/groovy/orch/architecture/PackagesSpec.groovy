package orch.architecture

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices

import com.tngtech.archunit.base.DescribedPredicate
import com.tngtech.archunit.core.domain.JavaClass
import com.tngtech.archunit.core.domain.JavaClasses
import com.tngtech.archunit.lang.ArchRule
import spock.lang.Shared
import spock.lang.Specification

class PackagesSpec extends Specification {
    /** Who may know whom, beside itself and its own sub-packages: left knows right, nothing else. */
    static final Map<String, List<String>> MAY_KNOW = [
        'orch.junit' : ['orch.embed', 'orch.dsl'],
        'orch.spock' : ['orch.embed', 'orch.dsl'],
        'orch.testcontainers': ['orch.embed', 'orch.dsl', 'orch.model'],
        'orch.embed' : ['orch.cli', 'orch.dsl', 'orch.model'],
        'orch.resolve': ['orch.model'],
        'orch.verbs' : ['orch.dsl'],
        'orch.repl'  : ['orch.cli', 'orch.dsl', 'orch.script', 'orch.facade', 'orch.lane', 'orch.engine', 'orch.own', 'orch.report',
                        'orch.health', 'orch.plan', 'orch.model'],
        'orch.cli'   : ['orch.ci', 'orch.dsl', 'orch.script', 'orch.facade', 'orch.lane', 'orch.engine', 'orch.own', 'orch.report',
                        'orch.plan', 'orch.model'],
        'orch.ci'    : ['orch.dsl', 'orch.facade', 'orch.report', 'orch.health', 'orch.plan', 'orch.model'],
        'orch.dsl'   : ['orch.script', 'orch.compose', 'orch.facade', 'orch.check', 'orch.snapshot', 'orch.doctor', 'orch.serve', 'orch.work', 'orch.task', 'orch.engine', 'orch.own', 'orch.report', 'orch.health',
                        'orch.plan', 'orch.model'],
        'orch.serve' : ['orch.facade', 'orch.task', 'orch.engine', 'orch.own', 'orch.report', 'orch.health', 'orch.plan', 'orch.model'],
        'orch.script': ['orch.model'],
        'orch.lane'  : ['orch.compose', 'orch.engine', 'orch.report', 'orch.own', 'orch.health', 'orch.plan', 'orch.model'],
        'orch.facade': ['orch.snapshot', 'orch.doctor', 'orch.own', 'orch.engine', 'orch.health', 'orch.plan', 'orch.model'],
        'orch.snapshot': ['orch.own', 'orch.engine', 'orch.health', 'orch.plan', 'orch.model'],
        'orch.check': ['orch.own', 'orch.engine', 'orch.health', 'orch.plan', 'orch.model'],
        'orch.doctor': ['orch.own', 'orch.engine', 'orch.health', 'orch.plan', 'orch.model'],
        'orch.work'  : ['orch.task', 'orch.own', 'orch.engine', 'orch.model'],
        'orch.task'  : ['orch.own', 'orch.engine', 'orch.health', 'orch.plan', 'orch.model'],
        'orch.own'   : ['orch.engine', 'orch.health', 'orch.plan', 'orch.model'],
        'orch.report': ['orch.plan', 'orch.health', 'orch.model'],
        'orch.engine': ['orch.plan', 'orch.health', 'orch.model'],
        'orch.health': ['orch.plan', 'orch.model'],
        'orch.compose': ['orch.model'],
        'orch.plan'  : ['orch.model'],
        'orch.model' : [],
    ]

    @Shared
    JavaClasses orch = ProductClasses.all()

    def "#part knows only #known"() {
        given:
        def rule = noClasses().that().resideInAPackage(part + '..')
            .should().dependOnClassesThat(ofOrchOutside([part, *known]))

        expect:
        keeps(rule)

        where:
        part << MAY_KNOW.keySet()
        known = MAY_KNOW[part]
    }

    def "every package has its place in the order"() {
        given:
        def parts = orch.collect { it.packageName.split(/\./).take(2).join('.') } as Set

        expect:
        parts == MAY_KNOW.keySet()
    }

    def "no two parts know each other, not even in a circle"() {
        expect:
        keeps(slices().matching('orch.(*)..').should().beFreeOfCycles())
    }

    def "no two packages know each other, not even in a circle"() {
        expect:
        keeps(slices().matching('orch.(**)').should().beFreeOfCycles())
    }

    def "only #users use #library"() {
        given:
        def rule = noClasses().that(areNoneOf(users))
            .should().dependOnClassesThat().resideInAnyPackage(packages as String[])

        expect:
        keeps(rule)

        where:
        library       | packages                           | users
        'docker-java' | ['com.github.dockerjava..']        | ['orch.engine', 'orch.testcontainers']
        'Jackson'     | ['com.fasterxml..']                | ['orch.report', 'orch.engine', 'orch.snapshot.Manifest', 'orch.task.SpecText', 'orch.work.Journal', 'orch.dsl.Http']
        'Gson'        | ['com.google.gson..']              | ['orch.engine.read.Json']
        'zstd'        | ['com.github.luben..']             | ['orch.snapshot.Archives']
        'SQLite and Flyway' | ['org.sqlite..', 'org.flywaydb..', 'org.postgresql..'] | ['orch.task.Databases', 'orch.task.SqliteLibrary']
        'commons-csv' | ['org.apache.commons.csv..']       | ['orch.work.CsvDocument']
        "Google's client" | ['com.google.api..', 'com.google.auth..'] | ['orch.work.sheets']
        'SnakeYAML'   | ['org.yaml..']                     | ['orch.compose']
        'picocli'     | ['picocli..']                      | ['orch.cli']
        'JUnit'       | ['org.junit..']                    | ['orch.junit']
        'Spock'       | ['org.spockframework..', 'spock..'] | ['orch.spock']
        'Testcontainers' | ['org.testcontainers..']        | ['orch.testcontainers']
        'the resolver of Maven' | ['org.apache.maven..', 'org.eclipse.aether..'] | ['orch.resolve']
        'the web server and the figures' | ['io.javalin..', 'org.eclipse.jetty..', 'jakarta..', 'kotlin..', 'io.prometheus..'] | ['orch.serve.http']
        'JLine'       | ['org.jline..']                    | ['orch.repl']
        'Groovy'      | ['groovy..', 'org.codehaus.groovy..', 'org.apache.groovy..'] | ['orch.dsl', 'orch.script', 'orch.cli', 'orch.verbs']
    }

    def "what is wanted is said with the JDK alone"() {
        given:
        def rule = classes().that().resideInAPackage('orch.model..')
            .should().onlyDependOnClassesThat().resideInAnyPackage('orch.model..', 'java..')

        expect:
        keeps(rule)
    }

    def "planning asks no clock, no file and no engine"() {
        given:
        def outside = ['java.io..', 'java.net..', 'java.nio.channels..', 'java.util.concurrent..'] as String[]
        def rule = noClasses().that().resideInAPackage('orch.plan..')
            .should().dependOnClassesThat().resideInAnyPackage(outside)
            .orShould().callMethod(java.time.Instant, 'now')
            .orShould().callMethod(System, 'currentTimeMillis')
            .orShould().callMethod(System, 'nanoTime')
            .orShould().dependOnClassesThat().haveFullyQualifiedName('java.nio.file.Files')

        expect:
        keeps(rule)
    }

    def "the quick lane loads neither docker-java nor Groovy nor picocli, by whatever way"() {
        given:
        def rule = noClasses().that().resideInAPackage('orch.lane..')
            .should().transitivelyDependOnClassesThat()
            .resideInAnyPackage('com.github.dockerjava..', 'groovy..', 'org.codehaus.groovy..', 'org.apache.groovy..',
                'picocli..')

        expect:
        keeps(rule)
    }

    private void keeps(ArchRule rule) {
        rule.check(orch)
    }

    private static DescribedPredicate<JavaClass> ofOrchOutside(List<String> allowed) {
        DescribedPredicate.describe("are of orch and outside $allowed".toString()) { JavaClass type ->
            def element = type.baseComponentType
            element.packageName.startsWith('orch.') && !belongsTo(allowed, element)
        }
    }

    private static DescribedPredicate<JavaClass> areNoneOf(List<String> users) {
        DescribedPredicate.describe("are none of $users".toString()) { JavaClass type -> !belongsTo(users, type) }
    }

    /** Owners are packages, with what is below them, or single classes. */
    private static boolean belongsTo(List<String> owners, JavaClass type) {
        owners.any { type.name == it || type.name.startsWith(it + '.') || type.name.startsWith(it + '$') }
    }
}
