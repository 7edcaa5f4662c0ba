// What the orchestrator does: it works off priorities.csv, into which anybody may write at any time. Tasks that are described here are run by: POST /api/v1/tasks {"task": "hello"}
task('hello') {
    image 'debian:bookworm-slim'
    command 'echo', 'hello'
    network none
    timeout 1.minute
}

def list = work('priorities.csv') {
    task { item ->
        image 'debian:bookworm-slim'
        command 'echo', item.nextAction
        network none
        timeout 1.minute
    }
}

serve {
    work list
    port System.getenv('ORCH_SERVE_PORT') as int
}
