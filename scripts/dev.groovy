// PostgreSQL, Redis and a small service that uses both: the stack to try orch with.
stack('dev') {
    service('postgres') {
        image 'postgres:15', otherwise: build('images/postgres')
        env POSTGRES_DB: 'app', POSTGRES_PASSWORD: secret('postgres')
        volume 'pg-data', at: '/var/lib/postgresql/data'
        healthcheck { command 'pg_isready -U postgres -d app'; every 1.second; timeout 3.seconds; retries 30 }
        memory 256.MB
    }
    service('redis') {
        image 'redis:7', otherwise: build('images/redis')
        healthcheck { command 'redis-cli ping'; every 1.second; timeout 3.seconds }
        memory 64.MB
    }
    service('auth') {
        build 'images/auth'
        env DB_PASSWORD: secret('postgres')
        dependsOn 'postgres', 'redis'
        port 8080
        healthcheck { http '/health', port: 8080 }
        memory 128.MB
    }
    ensureHealthy within: 60.seconds
}
