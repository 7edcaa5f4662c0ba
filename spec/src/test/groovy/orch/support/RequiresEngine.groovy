package orch.support

import org.spockframework.runtime.extension.ExtensionAnnotation

import java.lang.annotation.ElementType
import java.lang.annotation.Inherited
import java.lang.annotation.Retention
import java.lang.annotation.RetentionPolicy
import java.lang.annotation.Target

/**
 * The features of a spec need an engine. Where none answers they are skipped, with the reason; with {@code CI=true}
 * they fail, since there a skip would go unseen.
 */
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtensionAnnotation(RequiresEngineExtension)
@interface RequiresEngine {
}
