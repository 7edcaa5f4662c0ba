package orch.resolve;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import orch.model.OrchException;
import org.apache.maven.repository.internal.MavenRepositorySystemUtils;
import org.eclipse.aether.ConfigurationProperties;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.repository.LocalRepository;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.repository.RepositoryPolicy;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.eclipse.aether.supplier.RepositorySystemSupplier;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.ArtifactNotFoundException;
import org.eclipse.aether.transfer.ChecksumFailureException;
import org.eclipse.aether.transfer.RepositoryOfflineException;
import org.eclipse.aether.transfer.TransferEvent;

/**
 * Finds libraries by coordinates {@code group:artifact:version} as Maven does: its local
 * repository, its settings, its repositories. A wrong checksum is an error.
 */
public final class MavenLibraries implements Function<String, List<Path>> {
  private static final int CONNECT_MILLIS = 10_000;
  private static final int ANSWER_MILLIS = 60_000;

  private final MavenSettings settings;
  private final Consumer<String> told;

  /**
   * With Maven's settings.
   *
   * @param environment variables: {@code ORCH_MAVEN_SETTINGS}, {@code MAVEN_HOME}
   * @param home the user's folder
   * @param told receives a line when a library is fetched
   */
  public MavenLibraries(Map<String, String> environment, Path home, Consumer<String> told) {
    this.settings = MavenSettings.read(environment, home);
    this.told = told;
  }

  /**
   * The library's own jar first, then those that it needs at run time.
   *
   * @throws OrchException.BadInput when there is no such library
   * @throws OrchException.Unavailable when it cannot be had now: offline, no answer, damaged
   */
  @Override
  public List<Path> apply(String coordinates) {
    RepositorySystem system = new RepositorySystemSupplier().get();
    DefaultRepositorySystemSession session = MavenRepositorySystemUtils.newSession();
    session.setLocalRepositoryManager(
        system.newLocalRepositoryManager(
            session, new LocalRepository(settings.localRepository().toFile())));
    session.setOffline(settings.isOffline());
    session.setChecksumPolicy(RepositoryPolicy.CHECKSUM_POLICY_FAIL);
    session.setConfigProperty(ConfigurationProperties.CONNECT_TIMEOUT, CONNECT_MILLIS);
    session.setConfigProperty(ConfigurationProperties.REQUEST_TIMEOUT, ANSWER_MILLIS);
    settings.applyTo(session);
    session.setTransferListener(new Announcement(coordinates));
    List<RemoteRepository> repositories =
        system.newResolutionRepositories(session, settings.repositories());
    Artifact wanted = new DefaultArtifact(coordinates);
    CollectRequest request = new CollectRequest(new Dependency(wanted, "runtime"), repositories);
    try {
      return system
          .resolveDependencies(session, new DependencyRequest(request, null))
          .getArtifactResults()
          .stream()
          .map(ArtifactResult::getArtifact)
          .map(Artifact::getFile)
          .filter(Objects::nonNull)
          .map(java.io.File::toPath)
          .toList();
    } catch (DependencyResolutionException e) {
      throw explained(coordinates, e, repositories);
    } finally {
      system.shutdown();
    }
  }

  /** Says once, before the first byte, that something is fetched: it may take a while. */
  private final class Announcement extends AbstractTransferListener {
    private final AtomicBoolean said = new AtomicBoolean();
    private final String coordinates;

    Announcement(String coordinates) {
      this.coordinates = coordinates;
    }

    @Override
    public void transferInitiated(TransferEvent event) {
      if (!said.getAndSet(true)) {
        String from = event.getResource().getRepositoryId();
        told.accept("fetches library " + coordinates + " from " + from);
      }
    }
  }

  private OrchException explained(
      String coordinates, DependencyResolutionException e, List<RemoteRepository> repositories) {
    List<Throwable> causes = causes(e);
    List<String> evidence = new ArrayList<>();
    evidence.add(String.valueOf(causes.get(causes.size() - 1).getMessage()));
    repositories.forEach(r -> evidence.add("asked: " + r.getId() + " (" + r.getUrl() + ")"));
    evidence.add("kept in: " + settings.localRepository());
    if (has(causes, RepositoryOfflineException.class)) {
      evidence.add("Maven's settings say offline");
      return new OrchException.Unavailable(
          "library '" + coordinates + "' is not on this machine, and orch is offline",
          evidence,
          null);
    }
    if (has(causes, ChecksumFailureException.class)) {
      return new OrchException.Unavailable(
          "library '" + coordinates + "' was damaged on its way: its checksum is wrong",
          evidence,
          null);
    }
    if (has(causes, ArtifactNotFoundException.class)) {
      return new OrchException.BadInput(
          "there is no library '" + coordinates + "'", evidence, null);
    }
    return new OrchException.Unavailable(
        "library '" + coordinates + "' cannot be had", evidence, null);
  }

  private static boolean has(List<Throwable> causes, Class<? extends Throwable> type) {
    return causes.stream().anyMatch(type::isInstance);
  }

  private static List<Throwable> causes(Throwable thrown) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable t = thrown; t != null && !causes.contains(t); t = t.getCause()) {
      causes.add(t);
    }
    return causes;
  }
}
