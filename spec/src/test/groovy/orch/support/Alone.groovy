package orch.support

import java.lang.annotation.ElementType
import java.lang.annotation.Retention
import java.lang.annotation.RetentionPolicy
import java.lang.annotation.Target

/** A feature that looks at everything on the engine, or needs what there is only one of: no other may run beside it. */
@Retention(RetentionPolicy.RUNTIME)
@Target([ElementType.METHOD, ElementType.TYPE])
@interface Alone {
    /** Why. */
    String value()
}
