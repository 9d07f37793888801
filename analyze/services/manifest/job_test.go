package manifest

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestEnds(t *testing.T) {
	for command, want := range map[string]bool{
		"":                               false,
		"migrate":                        true,
		"bundle exec rails db:migrate":   true,
		"sh -c \"alembic upgrade head\"": true,
		"python manage.py migrate":       true,
		"sh -c 'python manage.py migrate && gunicorn shop.wsgi'": false,
		"python manage.py runserver":                             false,
		"npm run start":                                          false,
		"npm run migrate":                                        true,
		"node dist/seed.js":                                      true,
		"node dist/server.js":                                    false,
		"/usr/local/bin/init.sh taskmanager":                     false, // starts what it is told to
		"./bin/docker-entrypoint-migrator.sh":                    true,
		"sh -c 'until nc -z db 5432; do sleep 1; done; mc mb store/pictures'": true,
		"sh -c 'while true; do curl http://web; done; echo over'":             false,
		"sh -c\n  # first the bucket\n  mc mb a &&\n  exit 0\n":               true,
		"-path /migrations -database $URL up":                                 true,
		"java -jar shop.jar":                                                  false,
		"server --migrate":                                                    false,
	} {
		if got := ends(command); got != want {
			t.Errorf("%q ends: %t, want %t", command, got, want)
		}
	}
}

func TestRuns(t *testing.T) {
	script := `#!/bin/sh
# docker run --rm acme/comment
docker run --rm -v $input:/input \
    -e MODE=full --privileged \
    acme/prepare:dev prepare $@
docker run -d --name web acme/web:1
docker run --rm -p 80:80 acme/proxy:1
docker run acme/kept:1
	$(DOCKER) run --rm --network shop quay.io/acme/seed@sha256:abc seed
docker compose run --rm web sh
docker run --rm
docker run --rm \`
	want := []Run{{Image: "prepare", Line: 3}, {Image: "seed", Network: true, Line: 9}}
	if d := cmp.Diff(want, Runs(script)); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
}

func FuzzRuns(f *testing.F) {
	f.Add("docker run --rm acme/prepare:dev \\\n x")
	f.Fuzz(func(t *testing.T, script string) {
		for _, r := range Runs(script) {
			if r.Image == "" || r.Line < 1 {
				t.Errorf("%q: %+v", script, r)
			}
		}
		ends(script)
	})
}
