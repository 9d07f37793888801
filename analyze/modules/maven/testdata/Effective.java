import java.io.*;
import java.nio.file.*;
import java.util.*;
import org.apache.maven.model.*;
import org.apache.maven.model.building.*;
import org.apache.maven.model.io.xpp3.MavenXpp3Reader;
import org.apache.maven.model.resolution.ModelResolver;

/**
 * Prints what Maven's own model builder makes of poms, one line a dependency. Poms of the
 * given folder are found by their coordinates, everything else is an empty pom. Standard
 * input lists the poms.
 */
public class Effective {
  static final Map<String, File> known = new HashMap<>();

  static class Resolver implements ModelResolver {
    public ModelSource resolveModel(String g, String a, String v) {
      File f = known.get(g + ":" + a + ":" + v);
      if (f != null) return new FileModelSource(f);
      return new StringModelSource("<project><modelVersion>4.0.0</modelVersion><groupId>" + g + "</groupId><artifactId>" + a
          + "</artifactId><version>" + v + "</version><packaging>pom</packaging></project>", a);
    }
    public ModelSource resolveModel(Parent p) { return resolveModel(p.getGroupId(), p.getArtifactId(), p.getVersion()); }
    public ModelSource resolveModel(Dependency d) { return resolveModel(d.getGroupId(), d.getArtifactId(), d.getVersion()); }
    public void addRepository(Repository r) {}
    public void addRepository(Repository r, boolean replace) {}
    public ModelResolver newCopy() { return this; }
  }

  static Model build(ModelBuilder b, File f) {
    DefaultModelBuildingRequest r = new DefaultModelBuildingRequest();
    r.setPomFile(f);
    r.setModelResolver(new Resolver());
    r.setSystemProperties(System.getProperties());
    r.setValidationLevel(ModelBuildingRequest.VALIDATION_LEVEL_MINIMAL);
    r.setProcessPlugins(false);
    try {
      return b.build(r).getEffectiveModel();
    } catch (ModelBuildingException e) {
      return e.getResult() == null ? null : e.getResult().getEffectiveModel();
    }
  }

  public static void main(String[] args) throws Exception {
    Path root = Paths.get(args[0]).toRealPath();
    List<String> poms = new ArrayList<>();
    try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in))) {
      for (String l; (l = in.readLine()) != null; ) poms.add(l);
    }
    ModelBuilder b = new DefaultModelBuilderFactory().newInstance();
    for (int pass = 0; pass < 2; pass++) {
      for (String p : poms) {
        Model m = build(b, root.resolve(p).toFile());
        if (m != null) known.put(m.getGroupId() + ":" + m.getArtifactId() + ":" + m.getVersion(), root.resolve(p).toFile());
      }
    }
    for (String p : poms) {
      Model m = build(b, root.resolve(p).toFile());
      if (m == null) {
        System.out.println(p + "\tBROKEN");
        continue;
      }
      for (Dependency d : m.getDependencies()) {
        System.out.println(p + "\t" + d.getGroupId() + ":" + d.getArtifactId() + "\t" + d.getVersion() + "\t" + d.getScope() + "\t" + d.getOptional());
      }
    }
  }
}
