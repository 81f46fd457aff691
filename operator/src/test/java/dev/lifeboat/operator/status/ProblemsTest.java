package dev.lifeboat.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.crds.XenHypervisorReason;
import io.javaoperatorsdk.operator.OperatorException;
import org.junit.jupiter.api.Test;

class ProblemsTest {
    private static final XenHypervisorReason INTERNAL = XenHypervisorReason.InternalError;

    @Test
    void aProblemSpeaksForItselfAlsoInsideAnExceptionOfTheSdk() {
        // given
        var problem = new Problem.InvalidRequest(XenHypervisorReason.SecretMissing, "Create it");

        // when
        var verdict = Problems.judge(new OperatorException(problem), INTERNAL);

        // then
        assertThat(verdict)
                .isEqualTo(new Verdict(Verdict.Kind.Invalid, XenHypervisorReason.SecretMissing, "Create it"));
        assertThat(verdict.worthRetrying()).isFalse();
        assertThat(verdict.conditionStatus()).isEqualTo("False");
    }

    @Test
    void whatMayPassIsUnknownAndTriedAgain() {
        // when
        var verdict = Problems.judge(new Problem.Unavailable(XenHypervisorReason.NotReachable, "down"), INTERNAL);

        // then
        assertThat(verdict.conditionStatus()).isEqualTo("Unknown");
        assertThat(verdict.worthRetrying()).isTrue();
    }

    @Test
    void anythingElseIsOurMistakeAndTriedAgain() {
        // when
        var verdict = Problems.judge(new IllegalStateException("oops"), INTERNAL);

        // then
        assertThat(verdict.reason()).isEqualTo(INTERNAL);
        assertThat(verdict.message()).contains("oops");
        assertThat(verdict.worthRetrying()).isTrue();
    }
}
