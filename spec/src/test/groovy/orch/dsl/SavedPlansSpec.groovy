package orch.dsl

import static orch.model.Examples.HOST

import orch.model.Environment
import orch.model.Identity
import orch.model.OrchException
import orch.plan.FoundState
import orch.plan.Observed
import orch.plan.Planner
import orch.plan.SavedPlan
import orch.plan.WantedState
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path

/** What a saved plan is held against before any engine is asked. */
class SavedPlansSpec extends Specification {
    private static final String SHOP = "stack('shop') { service 'web', image: 'web:1' }"

    @TempDir
    Path temp
    private ScriptFolder scripts

    def setup() {
        scripts = new ScriptFolder(temp)
        save(SHOP)
    }

    def "a stack that is described otherwise is refused before an engine is asked: #line"() {
        given:
        scripts.file('stack.groovy', text)

        when:
        scripts.run("apply 'shop.plan'")

        then:
        def e = thrown(OrchException.Refused)
        e.message == "stack 'shop' is described otherwise than when it was planned; nothing was changed"
        e.evidence()[0] == line
        e.next().get().commandLine() == 'orch plan web --out shop.plan'

        where:
        text                                                                || line
        "stack('shop') { service 'web', image: 'web:2' }"                   || "service 'web' is described otherwise: image changed"
        "stack('shop') { service 'web', image: 'web:1', port: 80 }"         || "service 'web' is described otherwise: port 80 added"
        "stack('store') { service 'web', image: 'web:1' }"                  || "its file describes stack 'store' now"
        "stack('shop') { dedicated(); service 'web', image: 'web:1' }"      || 'its file makes a dedicated copy of it now'
    }

    def "a file that is gone is named"() {
        given:
        def file = scripts.folder.resolve('stack.groovy')
        Files.delete(file)

        when:
        scripts.run("apply 'shop.plan'")

        then:
        def e = thrown(OrchException.Refused)
        e.evidence() == ["the file $file is gone".toString()]
    }

    def "a stack that is described as it was, though in other words, is no reason to refuse"() {
        given:
        scripts.file('stack.groovy', "// the shop\nstack('shop') {\n  service('web') {\n    image 'web:1'\n  }\n}")

        when:
        scripts.run("apply 'shop.plan'")

        then: 'the engine is next'
        def e = thrown(AssertionError)
        e.message == 'the engine was asked'
    }

    def "what is asked for besides must not contradict the plan: #how"() {
        when:
        scripts.run("apply 'shop.plan'", 'dev.groovy', scripts.session(how))

        then:
        def e = thrown(OrchException.BadInput)
        e.message.contains('contradicts that')

        where:
        how << [[env: 'dedicated'], [stacks: ['other.groovy']], [stacks: ['store']], [stacks: ['stack.groovy', 'more.yaml']]]
    }

    def "the plan's own stack may be named besides: #stacks"() {
        when:
        scripts.run("apply 'shop.plan'", 'dev.groovy', scripts.session(stacks: stacks))

        then: 'the engine is next'
        def e = thrown(AssertionError)
        e.message == 'the engine was asked'

        where:
        stacks << [['stack.groovy'], ['./stack.groovy'], ['shop']]
    }

    private void save(String text) {
        def file = scripts.file('stack.groovy', text)
        def stack = scripts.session(stacks: ['stack.groovy']).choice().stack().described().get()
        def identity = new Identity('shop', Environment.SHARED, HOST)
        def plan = Planner.start(stack, identity, Observed.NOTHING, ['web'], true)
        def saved = new SavedPlan(identity, new SavedPlan.PlannedOn('ID1', 'unix:///run/docker.sock'),
            [new SavedPlan.Source(file.toString(), PlanFile.sha256(Files.readAllBytes(file)))], ['web'],
            WantedState.of(stack) { it.describe() }, FoundState.of(Observed.NOTHING, identity), SavedPlan.changes(plan) { it })
        new PlanFile(scripts.folder, 'shop.plan').write(saved, plan, '2026-11-21T10:00:00Z') { it }
    }
}
