package orch.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import orch.engine.Engine;
import orch.engine.Experiments;

/**
 * Connects from where a container is. As root on the engine's machine it enters the container's
 * network from outside, which works for every image; elsewhere a program in the image does it.
 */
final class NetworkProbe {
  private static final String BASH =
      "for t in \"$@\"; do ( o=$(timeout 1 bash -c \"exec 3<>/dev/tcp/${t%:*}/${t##*:}\" 2>&1); c=$?; "
          + "if [ $c = 0 ]; then r=open; elif [ $c = 124 ]; then r=silent; else case \"$o\" in "
          + "*refused*) r=refused;; *) r=unreachable;; esac; fi; echo \"$t $r\" ) & done; wait";

  private static final String PERL =
      "use IO::Socket::INET; for my $t (@ARGV) { next if fork; my $s = IO::Socket::INET->new("
          + "PeerAddr => $t, Proto => 'tcp', Timeout => 1); my $r = $s ? 'open' : $!{ECONNREFUSED} ? "
          + "'refused' : $!{ETIMEDOUT} ? 'silent' : 'unreachable'; syswrite STDOUT, \"$t $r\\n\"; "
          + "exit 0 } 1 while wait != -1;";

  private static final String PYTHON =
      "import socket,sys,threading\n"
          + "def p(t):\n"
          + " h,_,n=t.rpartition(':')\n"
          + " try: socket.create_connection((h,int(n)),1).close(); r='open'\n"
          + " except ConnectionRefusedError: r='refused'\n"
          + " except socket.timeout: r='silent'\n"
          + " except OSError: r='unreachable'\n"
          + " sys.stdout.write(t+' '+r+'\\n')\n"
          + "[threading.Thread(target=p,args=(t,)).start() for t in sys.argv[1:]]\n";

  private final Engine engine;

  NetworkProbe(Engine engine) {
    this.engine = engine;
  }

  /** Whether container addresses are this machine's to look at. */
  boolean isHere(Experiments.Details from) {
    return OnThisMachine.process(engine, from).isPresent();
  }

  /**
   * Connects from a container to each of these at once.
   *
   * @param targets {@code address:port}
   * @return what came of each; empty when nothing can look from there
   */
  Optional<Map<String, Reach>> from(Experiments.Details from, Collection<String> targets) {
    List<String> list = List.copyOf(targets);
    if (isHere(from)) {
      List<String> command =
          new ArrayList<>(
              List.of("nsenter", "-t", Long.toString(from.pid()), "-n", "bash", "-c", BASH, "p"));
      command.addAll(list);
      Optional<Map<String, Reach>> found = read(here(command), list);
      if (found.isPresent()) {
        return found;
      }
    }
    Inside inside = new Inside(engine, from.id());
    for (List<String> program :
        List.of(
            List.of("bash", "-c", BASH, "p"),
            List.of("perl", "-MErrno", "-e", PERL),
            List.of("python3", "-c", PYTHON))) {
      List<String> command = new ArrayList<>(program);
      command.addAll(list);
      Optional<Map<String, Reach>> found = read(inside.run(command).out(), list);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** Connects from this machine. */
  Map<String, Reach> fromHere(Collection<String> targets) {
    List<String> command = new ArrayList<>(List.of("bash", "-c", BASH, "p"));
    command.addAll(targets);
    return read(here(command), List.copyOf(targets)).orElse(Map.of());
  }

  private static String here(List<String> command) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().put("LC_ALL", "C");
      builder.redirectError(ProcessBuilder.Redirect.DISCARD);
      java.lang.Process process = builder.start();
      process.getOutputStream().close();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      // a machine without that program
      return "";
    }
  }

  /** Only a complete answer is one: a program that fails says nothing about networks. */
  static Optional<Map<String, Reach>> read(String text, List<String> targets) {
    Map<String, Reach> found = new LinkedHashMap<>();
    for (String line : text.lines().toList()) {
      int blank = line.lastIndexOf(' ');
      if (blank > 0 && targets.contains(line.substring(0, blank))) {
        try {
          found.put(
              line.substring(0, blank),
              Reach.valueOf(line.substring(blank + 1).toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
          return Optional.empty();
        }
      }
    }
    return found.keySet().containsAll(targets) ? Optional.of(found) : Optional.empty();
  }

  /** The TCP ports on which something listens in a container, where this machine can see them. */
  List<Integer> listening(Experiments.Details in) {
    List<Integer> ports = new ArrayList<>();
    if (!isHere(in)) {
      return ports;
    }
    for (String table : List.of("tcp", "tcp6")) {
      try {
        for (String line : Files.readAllLines(Path.of("/proc/" + in.pid() + "/net/" + table))) {
          String[] words = line.strip().split("\\s+");
          // proc(5): local address:port and the state, in hexadecimal; 0A is LISTEN
          boolean loopback = words.length > 1 && words[1].startsWith("0100007F");
          boolean dns = words.length > 1 && words[1].startsWith("0B00007F");
          if (words.length > 3 && words[3].equals("0A") && !loopback && !dns) {
            ports.add(Integer.valueOf(words[1].substring(words[1].indexOf(':') + 1), 16));
          }
        }
      } catch (IOException e) {
        // then only those are tried that are declared
      }
    }
    return ports.stream().distinct().toList();
  }
}
