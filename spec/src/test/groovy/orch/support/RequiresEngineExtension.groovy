package orch.support

import org.spockframework.runtime.extension.IAnnotationDrivenExtension
import org.spockframework.runtime.model.SpecInfo

/** What {@link RequiresEngine} does; and failures of live features come with what orch has printed. */
final class RequiresEngineExtension implements IAnnotationDrivenExtension<RequiresEngine> {
    private static final Optional<String> PROBLEM = EngineFixture.ADDRESS == null
            ? Optional.of('none was found, or it speaks TLS')
            : new EngineSocket(EngineFixture.ADDRESS).problem()

    @Override
    void visitSpecAnnotation(RequiresEngine annotation, SpecInfo spec) {
        if (spec != spec.bottomSpec) {
            return // the annotation is inherited: the spec itself comes as well
        }
        PROBLEM.ifPresent { problem ->
            if (System.getenv('CI') in ['true', '1']) {
                spec.addInterceptor { throw new IllegalStateException("no engine for the specs, and CI=true: $problem") }
            } else {
                spec.skip("needs an engine: $problem")
            }
        }
        spec.allFeatures*.featureMethod*.addInterceptor { invocation ->
            try {
                invocation.proceed()
            } catch (Throwable failure) {
                failure.addSuppressed(new Transcript(invocation.instance.orch?.transcript))
                throw failure
            }
        }
    }

    private static final class Transcript extends Exception {
        Transcript(String text) {
            super("what orch printed:\n$text", null, false, false)
        }
    }
}
