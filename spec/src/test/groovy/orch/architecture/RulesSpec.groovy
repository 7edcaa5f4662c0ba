package orch.architecture

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses

import com.tngtech.archunit.base.DescribedPredicate
import com.tngtech.archunit.core.domain.JavaClass
import com.tngtech.archunit.core.domain.JavaClasses
import com.tngtech.archunit.core.domain.JavaModifier
import com.tngtech.archunit.lang.ArchRule
import java.util.concurrent.TimeUnit
import orch.model.OrchException
import spock.lang.Shared
import spock.lang.Specification

class RulesSpec extends Specification {
    @Shared
    JavaClasses orch = ProductClasses.all()

    def "nothing sleeps but between two tries, where nothing tells of the change that is waited for"() {
        given:
        def sleepers = ['orch.engine.http.Tries', 'orch.engine.read.EngineEvents', 'orch.engine.read.EngineProbes', 'orch.own.StackLocks', 'orch.facade.DedicatedRuns', 'orch.task.Attempt', 'orch.task.Database', 'orch.task.TaskService', 'orch.task.Shift',
                        'orch.work.CsvSource', 'orch.work.FileWatch', 'orch.work.WorkService', 'orch.work.sheets.SheetsSource']
        def rule = noClasses().that(DescribedPredicate.describe('are no sleepers') { JavaClass type -> !(type.name in sleepers) })
            .should().callMethod(Thread, 'sleep', long)
            .orShould().callMethod(Thread, 'sleep', long, int)
            .orShould().callMethod(TimeUnit, 'sleep', long)

        expect:
        keeps(rule)
    }

    def "no class keeps state in a static field"() {
        given:
        def rule = fields().that().areStatic().and().areDeclaredInClassesThat().resideOutsideOfPackage('orch.verbs..')
            .should().beFinal()

        expect:
        keeps(rule)
    }

    def "what is wanted is data that nothing can change: records, enums, interfaces, finals"() {
        given:
        def open = orch.findAll { it.packageName.startsWith('orch.model') }.findAll {
            !it.record && !it.enum && !it.interface && !it.modifiers.contains(JavaModifier.FINAL)
        }

        expect: 'but for package descriptions, only the sealed root of errors is open'
        open*.name.findAll { !it.endsWith('package-info') } == [OrchException.name]
        OrchException.sealed
    }

    def "what is wanted has no field that can be set anew"() {
        expect:
        keeps(fields().that().areDeclaredInClassesThat().resideInAPackage('orch.model..').should().beFinal())
    }

    def "only the entry points know the streams of the process; all others print to those that they are given"() {
        given:
        def entries = ['orch.cli.Main', 'orch.cli.QuickWay', 'orch.lane.Main', 'orch.embed.EmbeddedStack', 'orch.repl.Main']
        def rule = noClasses().that(DescribedPredicate.describe('are no entries') { JavaClass type -> !(type.name in entries) })
            .should().accessField(System, 'out')
            .orShould().accessField(System, 'err')
            .orShould().accessField(System, 'in')

        expect:
        keeps(rule)
    }

    private void keeps(ArchRule rule) {
        rule.check(orch)
    }
}
