package orch.support



import java.nio.file.Files
import java.nio.file.Path

/** Runs the steps of a CI job as its runner does: the same shell, the same variables and files, expressions replaced. */
final class Job {
    final Orch orch
    final Path temporary
    final Map<String, Map<String, String>> outputs = [:]
    final List<Map> ran = []
    private final Map<String, String> environment
    private int count

    Job(Orch orch, Path temporary, Map<String, String> environment) {
        this.orch = orch
        this.temporary = Files.createTempDirectory(temporary, 'job-')
        this.environment = new LinkedHashMap(environment)
    }

    /** The steps of GitHub Actions; what is used is this repository's own action. */
    void github(List<Map> steps, Path action, Map<String, String> inputs = [:]) {
        steps.each { step ->
            def used = step.uses as String
            if (used?.contains('/orch@')) {
                def described = new org.yaml.snakeyaml.Yaml().load(Files.readString(action)) as Map
                def given = described.inputs.collectEntries { name, input -> [(name): (step.with?.get(name) ?: input.default) as String] }
                github(described.runs.steps as List<Map>, action, given)
                outputs.put(step.id as String, described.outputs.collectEntries { name, output -> [(name): replaced(output.value as String, given)] })
            } else if (step.run) {
                def files = ['output', 'summary', 'env'].collectEntries { [(it): Files.createFile(temporary.resolve("github-${++count}-$it"))] }
                def variables = [GITHUB_OUTPUT: files.output, GITHUB_STEP_SUMMARY: files.summary, GITHUB_ENV: files.env,
                                 GITHUB_ACTION_PATH: action.parent] + (step.env ?: [:])
                // https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell
                shell(['bash', '--noprofile', '--norc', '-eo', 'pipefail'], replaced(step.run as String, inputs),
                        variables.collectEntries { [(it.key): replaced(it.value.toString(), inputs)] })
                outputs.put(step.id as String, values(Files.readAllLines(files.output)))
                environment.putAll(values(Files.readAllLines(files.env)))
                ran.last().summary = Files.readString(files.summary)
            } else {
                assert used.startsWith('actions/checkout@')
            }
        }
    }

    /** A script in a shell with this job's variables. */
    void shell(List<String> shell, String script, Map<String, String> variables = [:]) {
        def file = Files.writeString(temporary.resolve("step-${++count}.sh"), script)
        def run = orch.run(*shell.drop(1), file.toString(), launcher: shell[0], env: environment + variables)
        ran << [script: script, code: run.code, run: run]
        assert run.code == 0: "$script\n$run"
    }

    private String replaced(String text, Map<String, String> inputs) {
        text.replaceAll(/\$\{\{\s*(.*?)\s*\}\}/) { all, expression ->
            def json = expression =~ /fromJSON\(steps\.([\w-]+)\.outputs\.(\w+)\)\.(\w+)/
            def output = expression =~ /steps\.([\w-]+)\.outputs\.(\w+)/
            def input = expression =~ /inputs\.(\w+)/
            if (json.matches()) {
                return EngineSocket.JSON.readValue(outputs[json.group(1)][json.group(2)], Map)[json.group(3)]
            } else if (output.matches()) {
                return outputs[output.group(1)][output.group(2)]
            }
            assert input.matches(): "an expression that runners know and this does not: $expression"
            inputs[input.group(1)]
        }
    }

    /** What a step has written for the runner: NAME=value, or NAME, two angle brackets and a delimiter. */
    private static Map<String, String> values(List<String> lines) {
        def values = [:]
        for (int i = 0; i < lines.size(); i++) {
            def several = lines[i] =~ /^([\w-]+)<<(.+)$/
            if (several) {
                def end = (i + 1..<lines.size()).find { lines[it] == several[0][2] }
                values[several[0][1]] = lines[i + 1..<end].join('\n')
                i = end
            } else {
                def (name, value) = lines[i].split('=', 2)
                values[name] = value
            }
        }
        values
    }
}
