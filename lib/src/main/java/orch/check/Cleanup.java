package orch.check;

import java.util.ArrayList;
import java.util.List;
import orch.model.Identity;
import orch.own.Change;
import orch.own.UntouchedProof;
import orch.plan.Observed;
import orch.plan.Scope;

/** Nothing of ours is left, and everything else is as before. */
final class Cleanup implements Check {
  @Override
  public String name() {
    return "cleanup";
  }

  @Override
  public String proves() {
    return "when it is stopped and cleaned up nothing of it is left, and all that is not ours is as "
        + "it was";
  }

  @Override
  public boolean harms() {
    return true;
  }

  @Override
  public void run(Subject subject, Arguments arguments, Protocol protocol) {
    Identity identity = subject.identity();
    subject.discard();
    try (UntouchedProof proof = UntouchedProof.begin(subject.engine())) {
      subject.start();
      List<String> made = of(subject, subject.engine().observe(Scope.of(identity)), true);
      subject.discard();
      List<String> left =
          of(subject, subject.engine().observe(Scope.of(identity)), subject.ownCopy());
      protocol.figure("made", made.size(), "things");
      protocol.figure("looked after", proof.size(), "things of all");
      if (made.isEmpty()) {
        protocol.problem("nothing was there while it ran, so that nothing left means nothing");
      } else {
        protocol.control(
            "while it ran the same look found " + made.size() + ": " + String.join(", ", made));
      }
      left.forEach(thing -> protocol.problem(thing + " is left"));
      for (Change change : proof.changes(List.of(identity))) {
        if (change instanceof Change.Harm) {
          protocol.problem("not ours, and not as before: " + change.what());
        } else {
          protocol.evidence("by others: " + change.what());
        }
      }
    }
  }

  private static List<String> of(Subject subject, Observed observed, boolean volumes) {
    Identity identity = subject.identity();
    List<String> things = new ArrayList<>();
    observed.containers().forEach(c -> things.add("container " + c.name()));
    observed.networks().stream()
        .filter(network -> identity.owns(network.labels()))
        .forEach(network -> things.add("network " + network.name()));
    if (volumes) {
      observed.volumes().stream()
          .filter(volume -> identity.owns(volume.labels()))
          .forEach(volume -> things.add("volume " + volume.name()));
    }
    return things;
  }
}
