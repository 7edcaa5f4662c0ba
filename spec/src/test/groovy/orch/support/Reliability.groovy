package orch.support

import java.nio.file.Files
import java.nio.file.Path

/**
 * Counts how rounds under a fault ended, for docs/reliability.md: a row of its table each, most frequent outcome first, in a
 * file of its own below {@code spec/target/reliability}; {@code docs/faults} makes the page of them.
 */
final class Reliability {
    private static final Path FOLDER = Orch.ROOT.resolve('spec/target/reliability')

    private final String fault
    private final Map<String, Integer> outcomes = [:].withDefault { 0 }

    /**
     * How many of so many rounds this run does: a quarter, since every run of the specs does some; all of them with
     * {@code -Dorch.rounds=all}, as for the page.
     */
    static int rounds(int all) {
        System.getProperty('orch.rounds') == 'all' ? all : Math.ceil(all / 4) as int
    }

    /** The same, where a round costs much: so many in a usual run. */
    static int rounds(int all, int usually) {
        System.getProperty('orch.rounds') == 'all' ? all : usually
    }

    /** For one fault, told as a reader of the table understands it. */
    Reliability(String fault) {
        this.fault = fault
    }

    /** Counts one round. */
    void count(String outcome) {
        outcomes[outcome]++
    }

    int getRounds() {
        outcomes.values().sum(0) as int
    }

    /** Prints the counts and writes the row; an earlier run's is replaced. */
    void write() {
        def counts = outcomes.sort { -it.value }.collect { "$it.key: $it.value" }.join('; ')
        println "reliability: $fault: $rounds rounds: $counts"
        def file = Files.createDirectories(FOLDER).resolve(fault.toLowerCase().replaceAll('[^a-z0-9]+', '-') + '.md')
        Files.writeString(file, "| $fault | $rounds | $counts |\n")
    }
}
