package orch.engine.docker;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import orch.engine.VolumeFiles;

/**
 * Volumes of which each is read and written the quickest way there is: as a folder of this machine,
 * or through the engine. Used by one thread.
 */
final class OpenVolumes implements VolumeFiles.Opened {
  private final Map<String, FolderTar> folders;
  private final Optional<ArchiveContainer> engine;

  /**
   * Of both kinds.
   *
   * @param folders by the stack's own names
   * @param engine the container that has all others
   */
  OpenVolumes(Map<String, FolderTar> folders, Optional<ArchiveContainer> engine) {
    this.folders = Map.copyOf(folders);
    this.engine = engine;
  }

  @Override
  public InputStream read(String volume) throws IOException {
    FolderTar folder = folders.get(volume);
    return folder == null ? engine.orElseThrow().read(volume) : folder.read();
  }

  @Override
  public void empty(String volume) throws IOException {
    FolderTar folder = folders.get(volume);
    if (folder == null) {
      engine.orElseThrow().empty(volume);
    } else {
      folder.empty();
    }
  }

  @Override
  public void fill(String volume, InputStream tar) throws IOException {
    FolderTar folder = folders.get(volume);
    if (folder == null) {
      engine.orElseThrow().fill(volume, tar);
    } else {
      folder.fill(tar);
    }
  }

  @Override
  public void close() {
    engine.ifPresent(ArchiveContainer::close);
  }
}
