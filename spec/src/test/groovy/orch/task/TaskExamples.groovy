package orch.task

import orch.model.BuildSettings
import orch.model.ImageSource
import orch.model.Pull

import java.nio.file.Path
import java.time.Duration
import java.time.Instant

/** Tasks for specs. */
class TaskExamples {
    static TaskSpec spec(Map<String, ?> how = [:]) {
        new TaskSpec(how.name as String ?: 'lint', [new ImageSource.Named('app:1')], how.request as String ?: '{"Cmd":["true"]}', '', [],
            (how.memory ?: 0) as long, Optional.ofNullable(how.timeout as Duration), (how.retries ?: 0) as int,
            how.backoff as Duration ?: Duration.ofSeconds(1), Duration.ofSeconds(10), 'SIGTERM', [], [], [], Optional.empty())
    }

    /** With something in every field. */
    static TaskSpec full() {
        new TaskSpec('full', [
            new ImageSource.Named('app:1', Pull.parse('every_12h'), 'linux/arm64'),
            new ImageSource.Recipe(Path.of('/src'), 'Other', [A: 'ä "1"'], 'run',
                new BuildSettings('FROM a\nRUN b', ['t:1'], [l: 'v'], ['c:1'], 'host', 64L, [h: '10.0.0.1'], true, true, 'linux/amd64')),
            new ImageSource.Archive(Path.of('/images.tar'), 'app:2'),
        ], '{"Env":["A=@orch-secret:dev/db@"],"x":"\\u0000 ü"}', 'dGFy', [new TaskSpec.Secret('dev', 'db')], 64L << 20,
            Optional.of(Duration.ofMillis(1500)), 3, Duration.ofMillis(250), Duration.ofSeconds(2), 'SIGQUIT',
            [new TaskSpec.Copy(Path.of('/src'), '/w')], [new TaskSpec.Copy(Path.of('/out'), '/w/report')],
            ['sh', '-c', 'echo "$ORCH_TASK_ID"'], Optional.of(new TaskSpec.Need('/stack.groovy', true)))
    }

    static Task queued(Map<String, ?> how = [:], String id) {
        def at = how.at as Instant ?: Instant.parse('2026-11-21T10:00:00Z')
        new Task(id, how.spec as TaskSpec ?: spec(how), TaskState.QUEUED, 0, 0, Optional.empty(), false, at, at, '', how.engine as String ?: '',
            Task.Result.NONE)
    }

    /** The task some steps later, as it would be if all went well. */
    static Task step(Task task, TaskState to, String why = 'so it went') {
        task.in(to, task.result().because(why))
    }
}
