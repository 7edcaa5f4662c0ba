package orch.plan

/** A plan as a reader sees it, each step as {@code verb subject}, and what must be done before what. */
class Steps {
    final Plan plan

    private Steps(Plan plan) {
        this.plan = plan
        plan.steps().eachWithIndex { step, index ->
            assert step.needs().every { it >= 0 && it < index }: "step $index needs ${step.needs()}"
        }
    }

    static Steps of(Plan plan) {
        new Steps(plan)
    }

    List<String> getAll() {
        plan.steps().collect { line(it.operation()) }
    }

    List<String> getChanges() {
        plan.changes().collect { line(it) }
    }

    List<String> getWaits() {
        all.findAll { it.startsWith('await ') }
    }

    Operation getAt(String line) {
        plan.steps()[index(line)].operation()
    }

    String cause(String line) {
        this[line].cause()
    }

    /** Whether the second must wait for the first, directly or through others. */
    boolean isBefore(String first, String second) {
        reaches(index(second), index(first))
    }

    private boolean reaches(int from, int target) {
        def needs = plan.steps()[from].needs()
        needs.contains(target) || needs.any { reaches(it, target) }
    }

    private int index(String line) {
        def found = all.findIndexValues { it == line }
        assert found.size() == 1: "'$line' is ${found.size()} times in $all"
        found[0] as int
    }

    private static String line(Operation operation) {
        operation.verb() + ' ' + operation.subject()
    }
}
