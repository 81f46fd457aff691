package dev.lifeboat.agent.cli;

import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Says what is wrong with a command line, so short that it is still to be seen, and where the rest is to be read.
final class WrongCommandLine implements IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        var command = wrong.getCommandLine();
        var help = command.getHelp();
        var err = command.getErr();
        err.println("lifeboat: " + sentence(wrong, command));
        UnmatchedArgumentException.printSuggestions(wrong, err);
        if (!command.getSubcommands().isEmpty()) {
            err.println("Commands:");
            err.print(help.commandList());
        }
        err.printf("'%s --help' says more.%n", command.getCommandSpec().qualifiedName());
        err.flush();
        return Exit.USAGE.number();
    }

    private static String sentence(ParameterException wrong, CommandLine command) {
        if (wrong instanceof UnmatchedArgumentException unmatched
                && !unmatched.isUnknownOption()
                && !command.getSubcommands().isEmpty()) {
            return "There is no command '" + unmatched.getUnmatched().getFirst() + "'";
        }
        // Picocli's own slip.
        return String.valueOf(wrong.getMessage()).replace("option option", "option");
    }
}
