package orch.resolve;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.maven.model.building.DefaultModelProcessor;
import org.apache.maven.model.io.DefaultModelReader;
import org.apache.maven.model.locator.DefaultModelLocator;
import org.apache.maven.model.superpom.DefaultSuperPomProvider;
import org.apache.maven.settings.Mirror;
import org.apache.maven.settings.Profile;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.DefaultSettingsBuilderFactory;
import org.apache.maven.settings.building.DefaultSettingsBuildingRequest;
import org.apache.maven.settings.building.SettingsBuildingException;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.repository.AuthenticationSelector;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.repository.RepositoryPolicy;
import org.eclipse.aether.util.repository.AuthenticationBuilder;
import org.eclipse.aether.util.repository.DefaultAuthenticationSelector;
import org.eclipse.aether.util.repository.DefaultMirrorSelector;
import org.eclipse.aether.util.repository.DefaultProxySelector;

/**
 * What Maven's own settings say about repositories: the user's {@code ~/.m2/settings.xml}, or the
 * file that {@code ORCH_MAVEN_SETTINGS} names, over the installation's.
 */
final class MavenSettings {
  private static final RepositoryPolicy RELEASES =
      new RepositoryPolicy(
          true, RepositoryPolicy.UPDATE_POLICY_DAILY, RepositoryPolicy.CHECKSUM_POLICY_FAIL);

  private static final RepositoryPolicy NONE =
      new RepositoryPolicy(
          false, RepositoryPolicy.UPDATE_POLICY_NEVER, RepositoryPolicy.CHECKSUM_POLICY_FAIL);

  private final Settings settings;
  private final Path home;

  private MavenSettings(Settings settings, Path home) {
    this.settings = settings;
    this.home = home;
  }

  /**
   * Reads them; missing files say nothing.
   *
   * @throws orch.model.OrchException.BadInput when a file is wrong
   */
  static MavenSettings read(Map<String, String> environment, Path home) {
    String asked = environment.getOrDefault("ORCH_MAVEN_SETTINGS", "");
    Path user = asked.isEmpty() ? home.resolve(".m2/settings.xml") : Path.of(asked);
    if (!asked.isEmpty() && !Files.isRegularFile(user)) {
      throw new orch.model.OrchException.BadInput("ORCH_MAVEN_SETTINGS: there is no file " + user);
    }
    Path maven = Path.of(environment.getOrDefault("MAVEN_HOME", "/usr/share/maven"));
    Properties properties = new Properties();
    properties.putAll(System.getProperties());
    environment.forEach((name, value) -> properties.setProperty("env." + name, value));
    DefaultSettingsBuildingRequest request =
        new DefaultSettingsBuildingRequest()
            .setUserSettingsFile(existing(user))
            .setGlobalSettingsFile(existing(maven.resolve("conf/settings.xml")))
            .setSystemProperties(properties);
    try {
      return new MavenSettings(
          new DefaultSettingsBuilderFactory().newInstance().build(request).getEffectiveSettings(),
          home);
    } catch (SettingsBuildingException e) {
      throw new orch.model.OrchException.BadInput(
          "Maven's settings cannot be read", List.of(String.valueOf(e.getMessage())), null);
    }
  }

  private static File existing(Path file) {
    return Files.isRegularFile(file) ? file.toFile() : null;
  }

  boolean isOffline() {
    return settings.isOffline();
  }

  /** Where libraries are kept: the same folder as Maven's. */
  Path localRepository() {
    String named = settings.getLocalRepository();
    return named == null || named.isBlank() ? home.resolve(".m2/repository") : Path.of(named);
  }

  /** Mirrors, proxies and passwords. */
  void applyTo(DefaultRepositorySystemSession session) {
    DefaultMirrorSelector mirrors = new DefaultMirrorSelector();
    for (Mirror mirror : settings.getMirrors()) {
      mirrors.add(
          mirror.getId(),
          mirror.getUrl(),
          mirror.getLayout(),
          false,
          mirror.isBlocked(),
          mirror.getMirrorOf(),
          mirror.getMirrorOfLayouts());
    }
    session.setMirrorSelector(mirrors);
    DefaultProxySelector proxies = new DefaultProxySelector();
    for (Proxy proxy : settings.getProxies()) {
      if (proxy.isActive()) {
        proxies.add(
            new org.eclipse.aether.repository.Proxy(
                proxy.getProtocol(),
                proxy.getHost(),
                proxy.getPort(),
                new AuthenticationBuilder()
                    .addUsername(proxy.getUsername())
                    .addPassword(proxy.getPassword())
                    .build()),
            proxy.getNonProxyHosts());
      }
    }
    session.setProxySelector(proxies);
    session.setAuthenticationSelector(passwords());
  }

  private AuthenticationSelector passwords() {
    DefaultAuthenticationSelector passwords = new DefaultAuthenticationSelector();
    for (Server server : settings.getServers()) {
      passwords.add(
          server.getId(),
          new AuthenticationBuilder()
              .addUsername(server.getUsername())
              .addPassword(server.getPassword())
              .addPrivateKey(server.getPrivateKey(), server.getPassphrase())
              .build());
    }
    return passwords;
  }

  /** Those of active profiles, then the one that Maven itself knows. */
  List<RemoteRepository> repositories() {
    List<RemoteRepository> repositories = new ArrayList<>();
    for (Profile profile : settings.getProfiles()) {
      if (settings.getActiveProfiles().contains(profile.getId())
          || profile.getActivation() != null && profile.getActivation().isActiveByDefault()) {
        profile.getRepositories().forEach(r -> repositories.add(remote(r.getId(), r.getUrl())));
      }
    }
    new DefaultSuperPomProvider()
        .setModelProcessor(
            new DefaultModelProcessor()
                .setModelLocator(new DefaultModelLocator())
                .setModelReader(new DefaultModelReader()))
        .getSuperModel("4.0.0")
        .getRepositories()
        .forEach(
            r -> {
              if (repositories.stream().noneMatch(known -> known.getId().equals(r.getId()))) {
                repositories.add(remote(r.getId(), r.getUrl()));
              }
            });
    return repositories;
  }

  private static RemoteRepository remote(String id, String url) {
    return new RemoteRepository.Builder(id, "default", url)
        .setReleasePolicy(RELEASES)
        .setSnapshotPolicy(NONE)
        .build();
  }
}
