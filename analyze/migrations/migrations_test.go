package migrations

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
)

// told is what a migration takes away, one word each: line:name, or line:name>new.
func told(s Steps) string {
	var out []string
	for _, r := range s.Removes {
		text := fmt.Sprintf("%d:%s", r.At.Line, r.Name())
		if r.Column == "" {
			text += "/"
		}
		if r.Now != "" {
			text += ">" + r.Now
		}
		out = append(out, text)
	}
	if s.Adds {
		out = append(out, "adds")
	}
	return strings.Join(out, " ")
}

func TestRead(t *testing.T) {
	for _, c := range []struct{ file, text, want string }{
		{"a.sql", "-- DROP TABLE no;\nDROP TABLE IF EXISTS public.a, \"B c\" CASCADE;", "2:a/ 2:B c/"},
		{"a.sql", "ALTER TABLE ONLY a DROP COLUMN IF EXISTS b, DROP c RESTRICT, ADD d int;", "1:a.b 1:a.c adds"},
		{"a.sql", "ALTER TABLE a DROP CONSTRAINT x, DROP PRIMARY KEY, ALTER COLUMN b DROP NOT NULL;", "adds"},
		{"a.sql", "ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES c ON DELETE SET NULL;\nALTER TABLE a DROP b;", "2:a.b"},
		{"a.sql", "alter table a rename column b to c; ALTER TABLE a RENAME d TO e; ALTER TABLE a RENAME TO f; ALTER TABLE g RENAME CONSTRAINT h TO i", "1:a.b>c 1:a.d>e 1:a/>f"},
		{"a.sql", "RENAME TABLE a TO b, c TO d; ALTER TABLE e CHANGE COLUMN f g INT, CHANGE h h INT;", "1:a/>b 1:c/>d 1:e.f>g"},
		{"a.sql", "ALTER TABLE [dbo].[a] DROP COLUMN [b], [c];\nGO\nEXEC sp_rename 'dbo.a.d', 'e', 'COLUMN';\nEXEC sp_rename 'f', 'g';", "1:a.b 1:a.c 3:a.d>e 4:f/>g"},
		{"a.sql", "ALTER TABLE a DROP (b, c);", "1:a.b 1:a.c"},
		{"a.sql", "ALTER TABLE a DROP COLUMN go, DROP COLUMN b;", "1:a.go 1:a.b"},
		{"a.sql", "INSERT INTO a VALUES ('x; DROP TABLE b'); DROP TABLE c;", "1:c/"},
		{"a.sql", "CREATE FUNCTION f() RETURNS int AS $$ BEGIN DROP TABLE x; END $$ LANGUAGE plpgsql;", "adds"},
		{"a.sql", "DO $$\nBEGIN\n  IF true THEN ALTER TABLE a DROP COLUMN b; END IF;\nEND $$;", "3:a.b"},
		{"a.sql", "-- +goose Up\nALTER TABLE a ADD b int;\n-- +goose Down\nALTER TABLE a DROP COLUMN b;", "adds"},
		{"a.sql", "-- migrate:up\nDROP TABLE a;\n-- migrate:down\nCREATE TABLE a (b int);", "2:a/"},
		{"a.sql", "DROP TABLE IF EXISTS a; CREATE TABLE a (b int);", "adds"},
		{"a.sql", "CREATE TABLE n (b int); INSERT INTO n SELECT b FROM a; DROP TABLE a; ALTER TABLE n RENAME TO a;", "adds"},
		{"a.sql", "CREATE INDEX i ON a (b);", "adds"},
		{"1_a.rb", "class A < ActiveRecord::Migration[7.0]\n  def change\n    remove_column :orders, :note, :string\n    rename_column :orders, :a, :b\n    drop_table :old do |t|\n      t.string :x\n    end\n    remove_reference :orders, :user\n  end\nend", "3:orders.note 4:orders.a>b 5:old/ 8:orders.user_id"},
		{"1_a.rb", "def up\n  change_table :orders do |t|\n    t.remove :a, :b\n  end\nend\ndef down\n  remove_column :orders, :z\nend", "3:orders.a 3:orders.b"},
		{"1_a.rb", "def up\n  add_column :orders, :a, :string\n  execute \"ALTER TABLE orders DROP COLUMN b\"\nend", "3:orders.b adds"},
		{"0001_a.py", "operations = [\n migrations.RemoveField(model_name='order', name='note'),\n migrations.DeleteModel(name='Old'),\n migrations.RenameField('order', 'a', 'b'),\n migrations.AddField(model_name='x', name='y', field=models.TextField()),\n]", "2:order.note 3:Old/ 4:order.a>b adds"},
		{"0001_a.py", "migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField('order', 'note')], database_operations=[migrations.DeleteModel('Old')])", "1:Old/"},
		{"0001_a.py", "migrations.RunSQL(\"ALTER TABLE a DROP COLUMN b\", reverse_sql=\"DROP TABLE z\")", "1:a.b"},
		{"a.py", "def upgrade():\n    op.drop_column('orders', 'note')\n    with op.batch_alter_table('items', schema=None) as batch_op:\n        batch_op.drop_column('sku')\n        batch_op.alter_column('a', new_column_name='b')\n        batch_op.alter_column('c', nullable=False)\n\ndef downgrade():\n    op.drop_table('z')\n", "2:orders.note 4:items.sku 5:items.a>b"},
		{"M.cs", "protected override void Up(MigrationBuilder m) {\n  m.DropColumn(\n    name: \"Note\",\n    table: \"Orders\");\n  m.DropTable(name: \"Old\", schema: \"x\");\n  m.RenameColumn(name: \"A\", table: \"Orders\", newName: \"B\");\n  m.AddColumn<int>(name: \"N\", table: \"Orders\");\n}\nprotected override void Down(MigrationBuilder m) { m.DropColumn(name: \"N\", table: \"Orders\"); }", "2:Orders.Note 5:Old/ 6:Orders.A>B adds"},
		{"M.cs", "public override void Up() { Delete.Column(\"a\").FromTable(\"t\"); Rename.Column(\"b\").OnTable(\"t\").To(\"c\"); Delete.Table(\"old\"); }", "1:t.a 1:t.b>c 1:old/"},
		{"a.php", "<?php\npublic function up() {\n  Schema::table('orders', function (Blueprint $table) {\n    $table->dropColumn(['a', 'b']);\n    $table->renameColumn('c', 'd');\n  });\n  Schema::dropIfExists('old');\n}\npublic function down() { Schema::drop('z'); }", "4:orders.a 4:orders.b 5:orders.c>d 7:old/"},
		{"a.js", "exports.up = (knex) => knex.schema.table('orders', t => { t.dropColumn('note') });\nexports.down = (knex) => knex.schema.dropTable('z');", "1:orders.note"},
		{"a.js", "module.exports = {\n  up: async (q, S) => { await q.removeColumn('Orders', 'note'); await q.renameColumn('Orders', 'a', 'b') },\n  down: async (q) => { await q.dropTable('z') }\n}", "2:Orders.note 2:Orders.a>b"},
		{"a.ts", "class A { public async up(q: QueryRunner): Promise<void> { await q.query(`ALTER TABLE \"orders\" DROP COLUMN \"note\"`); await q.dropColumn(\"orders\", \"b\") }\n public async down(q: QueryRunner): Promise<void> { await q.query(`DROP TABLE \"z\"`) } }", "1:orders.note 1:orders.b"},
		{"a.go", "func upNote(tx *sql.Tx) error {\n\t_, err := tx.Exec(`ALTER TABLE orders DROP COLUMN note`)\n\tdb.Migrator().DropColumn(&Order{}, \"b\")\n}\nfunc downNote(tx *sql.Tx) error { tx.Exec(`DROP TABLE z`) }", "2:orders.note 3:Order.b"},
		{"a.xml", "<databaseChangeLog><changeSet id='1'>\n<dropColumn tableName='orders' columnName='note'/>\n<sql>DROP TABLE old</sql>\n<rollback><dropTable tableName='z'/></rollback></changeSet></databaseChangeLog>", "2:orders.note 3:old/"},
		{"a.yaml", "databaseChangeLog:\n- changeSet:\n    changes:\n    - dropColumn: {tableName: orders, columnName: note}\n    - renameTable:\n        oldTableName: a\n        newTableName: b\n    rollback:\n    - dropTable: {tableName: z}\n", "4:orders.note 5:a/>b"},
		{"a.xml", "<oops", "adds"},
	} {
		if got := told(Read(c.file, []byte(c.text))); got != c.want {
			t.Errorf("%s\n%s\n got %s\nwant %s", c.file, c.text, got, c.want)
		}
	}
}

func TestNew(t *testing.T) {
	old := Read("a.sql", []byte("DROP TABLE a;"))
	now := Read("a.sql", []byte("\nDROP TABLE a; DROP TABLE b;"))
	if got := now.New(old); len(got) != 1 || got[0].What() != "the table b" {
		t.Errorf("%v", got)
	}
}

// TestIs: notes for a release and the changes of a schema both lie in changelog.
func TestIs(t *testing.T) {
	files := map[string]string{
		"db/changelog/users.xml": "<databaseChangeLog/>", "db/changelog/users.yaml": "databaseChangeLog:\n", "db/changelog/users.sql": "",
		"changelog/pending/1-fix.yaml": "changes:\n- type: fix\n", "changelogs/unreleased/2.yml": "title: x\n",
		"migrations/1_a.yaml": "- type: run_sql\n",
	}
	read := func(file string) ([]byte, error) {
		text, ok := files[file]
		if !ok {
			return nil, fs.ErrNotExist
		}
		return []byte(text), nil
	}
	for file, want := range map[string]bool{
		"db/changelog/users.xml": true, "db/changelog/users.yaml": true, "db/changelog/users.sql": true, "changelog/pending/1-fix.yaml": false,
		"changelogs/unreleased/2.yml": false, "db/changelog/gone.xml": false, "migrations/1_a.yaml": true, "db/migrate/1_a.rb": true, "README.md": false,
	} {
		if got := Is(file, read); got != want {
			t.Errorf("%s: %t, want %t", file, got, want)
		}
	}
}

func TestNamed(t *testing.T) {
	for file, want := range map[string]bool{
		"db/migrate/1_a.rb": true, "db/migrations/1_a.up.sql": true, "db/migrations/1_a.down.sql": false, "sql/V1__a.sql": true, "sql/U1__a.sql": false,
		"alembic/versions/a1_b.py": true, "versions/a.js": false, "migrations/1/down.sql": false, "Migrations/1_A.Designer.cs": false, "conf/evolutions/default/1.sql": true,
		"a.sql": false, "migrations/embed.go": false, "migrations/0001_a.go": true, "x/migration/Run.java": false, "db/migration/V1__A.java": true,
		"drizzle/migrations/meta/0001.json": false, "db/changelog/users.xml": true, "app/migrations/__init__.py": false, "migrations/README.md": false,
	} {
		if got := Named(file); got != want {
			t.Errorf("%s: %t, want %t", file, got, want)
		}
	}
}

// Whatever stands in a migration, reading ends without a panic, and what is removed has a
// name and a line of the file.
func FuzzRead(f *testing.F) {
	for _, s := range []string{
		"ALTER TABLE a DROP COLUMN b, c; DROP TABLE", "DO $$ DO $x$ DROP TABLE a; $x$ $$", "EXEC sp_rename 'a', 'b', 'COLUMN'", "ALTER TABLE a RENAME", "RENAME TABLE a TO",
		"remove_column :a, :b, (", "op.drop_column(table_name='a'", "m.DropColumn<", "Delete.Column(\"a\").FromTable(", "state_operations=[RemoveField('a','b'", "t.rename :",
		"<a><dropColumn tableName='a'><column/></dropColumn></a>", "- dropColumn: {columns: [{column: {name: a}}]}\n",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, ext := range []string{"sql", "rb", "py", "cs", "php", "js", "ts", "go", "java", "xml", "yaml"} {
			for _, r := range Read("a."+ext, []byte(s)).Removes {
				if r.Name() == "" || r.At.Line < 1 || r.At.Line > strings.Count(s, "\n")+1 {
					t.Fatalf("%s: %+v", ext, r)
				}
			}
		}
	})
}
