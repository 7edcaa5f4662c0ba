// orch work once, in this folder; then: echo 'hello,1,Pending,,,ls > files,,,' >> priorities.csv
work('priorities.csv') {
    project 'hello', 'hello'
    task { item ->
        image 'debian:bookworm-slim'
        command 'sh', '-c', item.nextAction
        env ITEM: item.project
        network none
        timeout 1.minute
    }
}
