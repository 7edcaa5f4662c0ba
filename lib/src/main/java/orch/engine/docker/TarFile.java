package orch.engine.docker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import orch.engine.Experiments;

/** Single files as tar streams (https://pubs.opengroup.org/onlinepubs/9699919799/, ustar). */
final class TarFile {
  private static final int BLOCK = 512;

  private TarFile() {}

  /** A stream with one file, owned by root, readable by all. */
  static byte[] of(String name, byte[] content) {
    int blocks = (content.length + BLOCK - 1) / BLOCK;
    byte[] tar = new byte[(blocks + 3) * BLOCK];
    put(tar, 0, name);
    put(tar, 100, "0000644");
    put(tar, 108, "0000000");
    put(tar, 116, "0000000");
    put(tar, 124, String.format("%011o", content.length));
    put(tar, 136, "00000000000");
    put(tar, 148, "        ");
    tar[156] = '0';
    put(tar, 257, "ustar\u000000");
    int sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += tar[i] & 0xff;
    }
    put(tar, 148, String.format("%06o\u0000 ", sum));
    System.arraycopy(content, 0, tar, BLOCK, content.length);
    return tar;
  }

  /** The first file or folder of a stream. */
  static Optional<Experiments.Entry> first(InputStream tar) throws IOException {
    byte[] header = new byte[BLOCK];
    while (tar.readNBytes(header, 0, BLOCK) == BLOCK && header[0] != 0) {
      long size = octal(header, 124, 12);
      if (header[156] == 'x' || header[156] == 'g') {
        tar.skipNBytes((size + BLOCK - 1) / BLOCK * BLOCK);
        continue;
      }
      byte[] content = tar.readNBytes((int) Math.min(size, Integer.MAX_VALUE - BLOCK));
      return Optional.of(
          new Experiments.Entry(
              content,
              (int) octal(header, 108, 8),
              (int) octal(header, 116, 8),
              (int) octal(header, 100, 8)));
    }
    return Optional.empty();
  }

  private static long octal(byte[] header, int at, int length) {
    String text = new String(header, at, length, StandardCharsets.US_ASCII);
    String digits = text.replace('\0', ' ').strip();
    return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
  }

  private static void put(byte[] tar, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, tar, at, bytes.length);
  }
}
