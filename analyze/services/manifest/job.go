package manifest

import (
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/yaml"
)

// Job tells that a unit runs and ends, or is run by a timetable, and what says so: Job, CronJob,
// Pod (one that is not started again), batch (a job of Nomad), command (the last thing that its command line does
// ends), image (its program ends), completion (another unit waits until it has ended), docker run (a script starts
// and removes it), name.
type Job struct {
	By string           `json:"by"`
	At finding.Location `json:"at"`
}

// String says what tells the job and where: completion at compose.yaml:6.
func (j *Job) String() string { return j.By + " at " + j.At.String() }

// jobOf is what the kind of a Kubernetes object says of how long its pods run.
func jobOf(place placer, object, pod *yaml.Node) (job *Job, stays bool) {
	p, _ := object.Pair("kind")
	kind := p.Value.Text()
	switch policy := pod.At("spec", "restartPolicy").Text(); {
	case kind == "Job", kind == "CronJob", kind == "Pod" && (policy == "Never" || policy == "OnFailure"):
		return &Job{By: kind, At: place(p.Line)}, false
	}
	return nil, true
}

// jobOf is what a compose service says of itself: it is a job if its command line ends,
// and neither a policy nor a port says that it stays. The policy "no" says nothing: whoever
// develops gives it to all.
func (c composeFile) jobOf(n *yaml.Node) (job *Job, stays bool) {
	policy := c.text(n.Get("restart"))
	if policy == "always" || policy == "unless-stopped" || len(n.Get("ports").List()) > 0 {
		return nil, true
	}
	var words []string
	line := 0
	for _, key := range []string{"entrypoint", "command"} {
		for _, item := range leaves(n.Get(key)) {
			if line == 0 {
				line = item.Line
			}
			words = append(words, c.text(item))
		}
	}
	image, _ := n.Pair("image")
	switch {
	case ends(strings.Join(words, " ")):
		return &Job{By: "command", At: finding.Location{File: c.file, Line: line}}, false
	case n.Get("entrypoint") == nil && slices.Contains(endingImages, imageName(c.text(image.Value))):
		return &Job{By: "image", At: finding.Location{File: c.file, Line: image.Line}}, false
	}
	return nil, false
}

// completed marks the services of a project that others wait for until they have ended.
func (c composeFile) completed(doc *yaml.Node, units []*Unit) {
	for _, s := range doc.Get("services").Map() {
		for _, p := range s.Value.Get("depends_on").Map() {
			condition := p.Value.Get("condition")
			if condition.Text() != "service_completed_successfully" {
				continue
			}
			for _, u := range units {
				if u.Name == p.Key && u.Scope == c.scope && (u.Job == nil || u.Job.By != "completion") {
					u.Job, u.Stays = &Job{By: "completion", At: finding.Location{File: c.file, Line: condition.Line}}, false
				}
			}
		}
	}
}

// endingPrograms end when they have done what they are told.
var endingPrograms = strings.Fields(`curl wget psql mysql mongo mongosh mongoimport mongorestore redis-cli cqlsh mc kafka-topics kafka-topics.sh
	aws awslocal kubectl cp chown chmod mkdir echo exit touch flyway liquibase migrate alembic atlas goose dbmate sqitch rabbitmqadmin`)

// endingTasks are words of a command line of which the program is told what to do and ends.
var endingTasks = strings.Fields(`migrate migration migrations db:migrate db:prepare db:setup db:seed db:create db:schema:load
	seed collectstatic createsuperuser loaddata migrate:latest migrate:up migrate:deploy migrate:run
	migration:run migrations:migrate doctrine:migrations:migrate`)

// launchers start another program, which their next word names.
var launchers = strings.Fields(`sh bash ash env exec npm yarn pnpm npx bunx bun run bundle rake rails bin/rails bin/rake php artisan bin/console
	python python3 manage.py poetry pipenv uv go make dotnet ef database prisma typeorm knex sequelize sequelize-cli db node flask tini dumb-init --`)

// endingImages hold a program that ends, whatever it is told.
var endingImages = strings.Fields(`mc flyway liquibase migrate dbmate atlas goose curl`)

// ends reports whether the last command of a command line is known to end. Endless loops do not.
func ends(command string) bool {
	if strings.Contains(command, "while true") || strings.Contains(command, "while :") {
		return false
	}
	command = strings.NewReplacer("\\\n", " ", "&&", "\n", "||", "\n", ";", "\n").Replace(command)
	var last []string
	for line := range strings.Lines(command) {
		words := strings.Fields(line)
		if len(words) == 0 || strings.HasPrefix(words[0], "#") {
			continue
		}
		last = words
	}
	for i, w := range last {
		w = strings.Trim(w, `"'()`)
		base := path.Base(w)
		switch script := strings.TrimSuffix(base, path.Ext(base)); {
		case slices.Contains(endingPrograms, base), slices.Contains(endingTasks, base), i == len(last)-1 && script != base && NamesJob(script):
			return true
		case slices.Contains(launchers, base), slices.Contains(launchers, w), strings.HasPrefix(w, "-"), strings.Contains(w, "="):
		default:
			return false
		}
	}
	return false
}

// jobEnds are last words of the names of what runs and ends, jobStarts first ones.
var (
	jobEnds   = strings.Fields("migrate migrator migrater migration migrations seed seeder init initializer initialiser setup installer bootstrapper")
	jobStarts = strings.Fields("migrate seed init setup create populate")
)

// NamesJob reports whether what has a name runs and ends by it: db-migrator, create-topics.
func NamesJob(name string) bool {
	ws := Words(name)
	n := len(ws)
	return n > 0 && slices.Contains(jobEnds, ws[n-1]) || n > 1 && slices.Contains(jobStarts, ws[0])
}
