package orch.engine.docker;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Folders of this machine as tar archives, there and back. Links stay links. */
final class FolderArchive {
  private FolderArchive() {}

  /** Whose files are, by numbers. */
  record Owner(int user, int group) {}

  /**
   * Packs what is in a folder.
   *
   * @param top the name that the folder has in the archive, without a slash in front
   * @param owner of all of it in the archive; empty: each file's own
   */
  static void pack(Path folder, String top, Path archive, Optional<Owner> owner)
      throws IOException {
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(
            new BufferedOutputStream(Files.newOutputStream(archive)), "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes)
                throws IOException {
              return visitFile(path, attributes);
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes)
                throws IOException {
              String name = name(top, folder.relativize(path).toString());
              add(tar, path, name, attributes, owner);
              return FileVisitResult.CONTINUE;
            }
          });
    }
  }

  private static String name(String top, String inside) {
    return inside.isEmpty() ? top : top.isEmpty() ? inside : top + "/" + inside;
  }

  private static void add(
      TarArchiveOutputStream tar,
      Path path,
      String name,
      BasicFileAttributes attributes,
      Optional<Owner> owner)
      throws IOException {
    if (attributes.isOther() || name.isEmpty()) {
      // sockets and pipes mean nothing elsewhere
      return;
    }
    TarArchiveEntry entry;
    if (attributes.isSymbolicLink()) {
      entry =
          new TarArchiveEntry(
              name, org.apache.commons.compress.archivers.tar.TarConstants.LF_SYMLINK);
      entry.setLinkName(Files.readSymbolicLink(path).toString());
    } else {
      entry = new TarArchiveEntry(attributes.isDirectory() ? name + "/" : name);
      entry.setMode((Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS));
    }
    Owner of = owner.isPresent() ? owner.get() : owner(path);
    entry.setIds(of.user(), of.group());
    entry.setModTime(attributes.lastModifiedTime());
    entry.setSize(attributes.isRegularFile() ? attributes.size() : 0);
    tar.putArchiveEntry(entry);
    if (attributes.isRegularFile()) {
      Files.copy(path, tar);
    }
    tar.closeArchiveEntry();
  }

  private static Owner owner(Path path) throws IOException {
    Map<String, Object> ids = Files.readAttributes(path, "unix:uid,gid", LinkOption.NOFOLLOW_LINKS);
    return new Owner((Integer) ids.get("uid"), (Integer) ids.get("gid"));
  }

  /** The text of the first file of an archive; empty where there is none. */
  static String text(InputStream archive) throws IOException {
    try (TarArchiveInputStream tar = new TarArchiveInputStream(archive, "UTF-8")) {
      TarArchiveEntry entry = tar.getNextEntry();
      return entry == null || !entry.isFile()
          ? ""
          : new String(tar.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /**
   * Unpacks an archive of one file or folder, as the engine gives it.
   *
   * @throws IOException also when it would write outside of the folder
   */
  static void unpack(InputStream archive, Path folder) throws IOException {
    Path real = Files.createDirectories(folder).toRealPath();
    TarArchiveInputStream tar = new TarArchiveInputStream(archive, "UTF-8");
    for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      String name = entry.getName().replaceFirst("/$", "");
      int slash = name.indexOf('/');
      boolean alone = slash < 0 && !entry.isDirectory();
      String inside = alone ? name : slash < 0 ? "" : name.substring(slash + 1);
      Path target = real.resolve(inside).normalize();
      if (inside.isEmpty()) {
        continue;
      } else if (!target.startsWith(real) || !leadsInto(real, target.getParent())) {
        throw new IOException("'" + entry.getName() + "' would be written outside of " + folder);
      }
      unpack(tar, entry, target);
    }
  }

  /** A link that was unpacked before may lead anywhere. */
  private static boolean leadsInto(Path real, Path parent) throws IOException {
    Path existing = parent;
    while (!Files.exists(existing, LinkOption.NOFOLLOW_LINKS)) {
      existing = existing.getParent();
    }
    return existing.toRealPath().startsWith(real);
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path target)
      throws IOException {
    if (entry.isDirectory()) {
      if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectories(target);
      }
      return;
    }
    Files.createDirectories(target.getParent());
    if (entry.isSymbolicLink()) {
      Files.deleteIfExists(target);
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else if (entry.isFile() && !entry.isLink()) {
      Files.copy(tar, target, StandardCopyOption.REPLACE_EXISTING);
      Files.setPosixFilePermissions(target, permissions(entry.getMode()));
    }
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] all = PosixFilePermission.values();
    for (int i = 0; i < all.length; i++) {
      if ((mode >> all.length - 1 - i & 1) == 1) {
        permissions.add(all[i]);
      }
    }
    return permissions;
  }
}
