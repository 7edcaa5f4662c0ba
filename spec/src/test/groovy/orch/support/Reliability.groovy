package orch.support

import java.nio.file.Files
import java.nio.file.Path

/**
 * Counts how rounds under a fault ended, for the page on reliability. A line of CSV each:
 * {@code fault,rounds,"outcome 12; other outcome 1"}, most frequent first, in a file of its own below
 * {@code spec/target/reliability}.
 */
final class Reliability {
    private static final Path FOLDER = Orch.ROOT.resolve('spec/target/reliability')

    private final String fault
    private final Map<String, Integer> outcomes = [:].withDefault { 0 }

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

    /** Prints the counts and writes the line; an earlier run's is replaced. */
    void write() {
        def counts = outcomes.sort { -it.value }.collect { "$it.key $it.value" }.join('; ')
        println "reliability: $fault: $rounds rounds: $counts"
        def file = Files.createDirectories(FOLDER).resolve(fault.toLowerCase().replaceAll('[^a-z0-9]+', '-') + '.csv')
        Files.writeString(file, [fault, rounds, counts].collect { "\"${it.toString().replace('"', '""')}\"" }.join(',') + '\n')
    }
}
