package orch.support

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardOpenOption

/**
 * Counts how a fault that was injected again and again came out, and keeps the counts for the table of
 * docs/reliability.md: a line each in {@code target/reliability}.
 */
final class Reliability {
    private static final Path FOLDER = Orch.ROOT.resolve('spec/target/reliability')

    private final String fault
    private final Map<String, Integer> outcomes = [:]

    /** Counts the outcomes of one fault, named in the user's words. */
    Reliability(String fault) {
        this.fault = fault
    }

    /** Counts one round. */
    void count(String outcome) {
        outcomes.merge(outcome, 1, Integer::sum)
    }

    Map<String, Integer> getOutcomes() {
        outcomes
    }

    /** Keeps the counts, and prints them. */
    void keep() {
        def line = [fault, outcomes.values().sum() ?: 0, *outcomes.collect { outcome, count -> "$count $outcome" }].join(';')
        println "reliability: $line"
        Files.createDirectories(FOLDER)
        Files.writeString(FOLDER.resolve(fault.toLowerCase().replaceAll('[^a-z0-9]+', '-') + '.csv'), line + '\n',
                StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING)
    }
}
