// A small but real system to prove things on: an API that keeps runs, HAProxy before two instances of it, and a front end.
stack('conductor') {
    network 'front'
    network 'back'
    service('api') {
        build 'images/conductor/api'
        replicas 2
        network 'back'
        volume 'runs', at: '/data/runs'
        mount 'conductor/conductor.conf', at: '/etc/conductor/conductor.conf', readOnly: true
        healthcheck { http '/api/v1/health', port: 14355 }
        restart 'unless-stopped'
        logging 'json-file', 'max-size': '20m', 'max-file': '2'
        memory 64.MB
    }
    service('balancer') {
        build 'images/conductor/balancer'
        network 'front'
        network 'back'
        dependsOn 'api'
        port 14355
        healthcheck { http '/api/v1/health', port: 14355 }
        restart 'unless-stopped'
        logging 'json-file', 'max-size': '20m', 'max-file': '2'
        memory 128.MB
    }
    service('web') {
        build 'images/conductor/web'
        network 'front'
        dependsOn 'balancer'
        port 3000
        healthcheck { http '/health', port: 3000 }
        restart 'unless-stopped'
        logging 'json-file', 'max-size': '20m', 'max-file': '2'
        memory 64.MB
    }
    ensureHealthy within: 60.seconds
}
