// What the orchestrator does. Tasks that are described here are run by: POST /api/v1/tasks {"task": "hello"}
task('hello') {
    image 'debian:bookworm-slim'
    command 'echo', 'hello'
    network 'none'
    timeout 1.minute
}

serve {
    port System.getenv('ORCH_SERVE_PORT') as int
}
