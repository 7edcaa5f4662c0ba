package orch.spock;

import spock.config.ConfigurationObject;

/** What {@code SpockConfig.groovy} says for all specs: {@code orch { stack 'stack.groovy' }}. */
@ConfigurationObject("orch")
public final class OrchConfiguration {
  /** The file of the stack of specs whose {@link Orch} names none; empty: that of the folder. */
  public String stack = "";

  /** Made by Spock. */
  public OrchConfiguration() {}
}
