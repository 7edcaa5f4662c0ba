package orch.dsl

import static orch.model.Examples.service
import static orch.model.Examples.shared
import static orch.model.Examples.stack

import com.fasterxml.jackson.databind.ObjectMapper
import orch.model.OrchException
import orch.plan.EngineState
import orch.plan.FoundState
import orch.plan.Plan
import orch.plan.Planner
import orch.plan.SavedPlan
import orch.plan.WantedState
import orch.report.JsonText
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions

class PlanFileSpec extends Specification {
    @TempDir
    Path folder
    private PlanFile file
    private Path path
    private Plan plan

    def setup() {
        file = new PlanFile(folder, 'dev.plan')
        path = folder.resolve('dev.plan')
    }

    def "what was saved is read as it was"() {
        given:
        def saved = saved()

        when:
        file.write(saved, plan, '2026-11-21T10:00:00Z') { it }

        then:
        file.read() == saved
    }

    def "the file holds what plan --json shows, the version of its form, and is its owner's only"() {
        when:
        file.write(saved(), plan, '2026-11-21T10:00:00Z') { it }
        def written = new ObjectMapper().readValue(path.toFile(), Map)

        then:
        written['orch-plan'] == 1
        written.made == '2026-11-21T10:00:00Z'
        written.subMap('stack', 'env', 'run', 'changes', 'operations') == new ObjectMapper().readValue(JsonText.plan(plan), Map)
        PosixFilePermissions.toString(Files.getPosixFilePermissions(path)) == 'rw-------'
        folder.toFile().list() as List == ['dev.plan']
    }

    def "secrets are masked in it, and it can be read all the same"() {
        given:
        def hush = { String text -> text.replace('dev-db-1', '***') }
        def saved = saved()

        when:
        file.write(new SavedPlan(saved.identity(), saved.engine(), saved.sources(), saved.services(), saved.wanted(), saved.found(),
            SavedPlan.changes(plan, hush)), plan, '2026-11-21T10:00:00Z', hush)

        then:
        !Files.readString(path).contains('dev-db-1"')
        file.read().changes() == ['create network dev_default', 'create ***', 'start ***']
    }

    def "a plan and an empty file are replaced, anything else is left as it is"() {
        given:
        file.write(saved(), plan, 'first') { it }
        def empty = new PlanFile(folder, 'empty')
        Files.createFile(folder.resolve('empty'))
        Files.writeString(folder.resolve('stack.groovy'), "stack { }")

        when:
        file.write(saved(), plan, 'second') { it }
        empty.write(saved(), plan, 'first') { it }

        then:
        Files.readString(path).contains('second')
        Files.readString(folder.resolve('empty')).contains('orch-plan')

        when:
        new PlanFile(folder, name).write(saved(), plan, 'first') { it }

        then:
        def e = thrown(OrchException.BadInput)
        e.message.startsWith("cannot write $name: ")
        Files.readString(folder.resolve('stack.groovy')) == 'stack { }'

        where:
        name << ['stack.groovy', '.', 'nowhere/dev.plan']
    }

    def "what is no plan is told, and nobody is led to write over it: #text"() {
        given:
        Files.writeString(path, text)

        when:
        file.read()

        then:
        def e = thrown(OrchException.BadInput)
        e.message == 'dev.plan is no plan that orch has saved'
        e.evidence().size() == 1
        e.next().get().commandLine() == 'orch help apply'

        where:
        text << ['', 'stack("dev") { }', '[]', '{}', '{"orch-plan": 1', '"orch-plan"', '{"orch-plan": 1} {"orch-plan": 1}', '[' * 5000, '\u0000\uffff']
    }

    def "a plan that was edited, however little, is damaged"() {
        given:
        file.write(saved(), plan, '2026-11-21T10:00:00Z') { it }
        def text = Files.readString(path)
        assert text.contains(was)
        Files.writeString(path, text.replaceFirst(java.util.regex.Pattern.quote(was), is))

        when:
        file.read()

        then:
        def e = thrown(OrchException.BadInput)
        e.message == 'dev.plan is damaged'
        e.next().get().commandLine() == 'orch plan --out dev.plan'

        where:
        was                | is
        '"dev"'            | '"prod"'
        '"services" : [ ]' | '"services" : [ "db" ]'
        '"create"'         | '"remove"'
        '"needs" : [ 0 ]'  | '"needs" : [ ]'
        '"wanted"'         | '"wished"'
    }

    def "a plan of another form is told from a damaged one"() {
        given:
        Files.writeString(path, '{"orch-plan": 2, "all": "new"}')

        when:
        file.read()

        then:
        def e = thrown(OrchException.BadInput)
        e.message == 'dev.plan is a plan of another version of orch'
        e.evidence() == ['its format is 2, known is 1']
    }

    def "a file that is not there, or is a folder, is told"() {
        given:
        Files.createDirectories(folder.resolve('folder'))

        when:
        new PlanFile(folder, name).read()

        then:
        def e = thrown(OrchException.BadInput)
        e.message == problem

        where:
        name     || problem
        'nobody' || 'there is no file nobody'
        'folder' || 'folder is no plan that orch has saved'
    }

    private SavedPlan saved() {
        def db = service('db')
        def state = new EngineState(shared()).images(db)
        plan = Planner.start(stack(db), shared(), state.observed(), [], true)
        new SavedPlan(shared(), new SavedPlan.PlannedOn('ID1', 'unix:///run/docker.sock'), [new SavedPlan.Source('/srv/dev.groovy', 'aa')],
            [], WantedState.of(stack(db)) { it.describe() }, FoundState.of(state.observed(), shared()), SavedPlan.changes(plan) { it })
    }
}
