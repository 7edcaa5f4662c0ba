package orch.facade;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import orch.engine.ChangeGate;
import orch.engine.Engine;
import orch.engine.SubnetTaken;
import orch.model.Identity;
import orch.model.Next;
import orch.model.OrchException;
import orch.model.Subnet;
import orch.own.DedicatedCopies;
import orch.own.StackLock;
import orch.plan.Plan;

/**
 * Plans and applies again where others have changed the stack in between; whoever stopped it
 * meanwhile is obeyed. One object is for one command.
 */
final class Rounds {
  /** So often others may change a stack while it is being started. */
  private static final int MOST = 100;

  /** So often a start that failed is tried again when others had changed the stack meanwhile. */
  private static final int MOST_SETBACKS = 2;

  private final Engine engine;
  private final Identity identity;
  private final StackLock lock;

  Rounds(Engine engine, Identity identity, StackLock lock) {
    this.engine = engine;
    this.identity = identity;
    this.lock = lock;
  }

  /** Carries out what is planned only once. */
  void once(Runnable apply) {
    try {
      apply.run();
    } catch (ChangeGate.StateMoved e) {
      throw lock.changedMeanwhile();
    } catch (OrchException.Failed | OrchException.TimedOut e) {
      throw stoppedMeanwhileOr(e);
    }
  }

  /**
   * Plans and applies until a plan was carried out to its end.
   *
   * @param anew whether another plan may take the place of the first
   */
  Plan repeat(boolean anew, Supplier<Plan> planAndApply) {
    int setbacks = 0;
    for (int round = 1; ; round++) {
      OrchException error;
      boolean again = anew && round < MOST;
      try {
        return planAndApply.get();
      } catch (ChangeGate.StateMoved e) {
        error = lock.changedMeanwhile();
      } catch (SubnetTaken e) {
        // of a copy's subnets the next one may be free
        again &= identity.environment().run().isPresent();
        error = subnetTaken(e);
      } catch (OrchException.Failed e) {
        // what was waited for may have gone because others changed it
        again &= lock.moved() && ++setbacks <= MOST_SETBACKS;
        error = e;
      } catch (OrchException.TimedOut e) {
        again = false;
        error = e;
      }
      OrchException end = stoppedMeanwhileOr(error);
      if (!again || end != error) {
        throw end;
      }
      lock.again();
    }
  }

  /** That somebody has stopped the stack says more than what followed from it. */
  private OrchException stoppedMeanwhileOr(OrchException error) {
    Optional<OrchException.Refused> stopped = lock.stoppedMeanwhile();
    return stopped.isPresent() ? stopped.get() : error;
  }

  private OrchException.Refused subnetTaken(SubnetTaken taken) {
    Optional<Subnet> subnet = Subnet.parse(taken.subnet());
    if (subnet.isEmpty()) {
      return DedicatedCopies.exhausted(List.of(), engine.subnets());
    }
    List<String> holders =
        engine.subnets().stream()
            .filter(other -> other.subnet().overlaps(subnet.get()))
            .map(other -> "held by " + other.holder() + ": " + other.subnet())
            .toList();
    return new OrchException.Refused(
        "subnet " + subnet.get() + " is taken",
        holders.isEmpty() ? List.of(taken.getMessage()) : holders,
        Next.verb("doctor"));
  }
}
