package dev.lifeboat.agent.cli;

import dev.lifeboat.repository.verify.VerifyOptions.Depth;
import dev.lifeboat.repository.verify.VerifyReport;
import dev.lifeboat.repository.verify.VerifyReport.Ended;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "verify",
        header = "Looks whether what was stored is still what was written.",
        description = {
            "Names each damaged object, the recovery points that need it, and the parts of disks that are lost there."
                + " Everything else can be restored. Never stops at the first finding; changes nothing but a note of"
                + " how far it came. Ctrl-C ends it with what was found until then.",
        },
        footer = {
            "%nExamples:",
            "  Every night, half an hour's worth; over time this reads everything:",
            "    lifeboat repository verify 's3://bucket/lifeboat' --key-file key --depth sample --max-time 30m",
            "  Before a migration, all of it:",
            "    lifeboat repository verify file:///backups --key-file key --depth every-byte"
        })
final class VerifyCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private VerifyArguments verify = new VerifyArguments();

    @Mixin
    private OutputArguments output = new OutputArguments();

    VerifyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var options = verify.options(Depth.SAMPLE);
        VerifyReport report;
        try (var opened = verify.open(terminal);
                var line = output.progress(terminal)) {
            report = opened.verify(options, VerifyArguments.progress(line, terminal.interruption()));
        }
        if (output.json()) {
            new Output(terminal).json(FindingJson.of(report));
        } else {
            FindingText.show(report, new Output(terminal));
        }
        return exit(report).number();
    }

    private static Exit exit(VerifyReport report) {
        if (!report.clean()) {
            return Exit.DAMAGED;
        }
        return report.ended() == Ended.CANCELLED ? Exit.INTERRUPTED : Exit.DONE;
    }
}
