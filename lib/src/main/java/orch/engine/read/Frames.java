package orch.engine.read;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Standard output and error as one stream, out of the frames in which the engine mixes them: a byte
 * for the stream, three zero bytes, four bytes of length, big-endian
 * (https://docs.docker.com/reference/api/engine/, "Stream format").
 */
final class Frames extends InputStream {
  private final DataInputStream in;
  private int left;

  Frames(InputStream in) {
    this.in = new DataInputStream(in);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    while (left == 0) {
      if (in.read() < 0) {
        return -1;
      }
      // what ends from here on was cut off, and EOFException says so
      in.skipNBytes(3);
      left = in.readInt();
    }
    int count = in.read(into, offset, Math.min(length, left));
    if (count < 0) {
      throw new EOFException("the engine's answer was cut off");
    }
    left -= count;
    return count;
  }
}
