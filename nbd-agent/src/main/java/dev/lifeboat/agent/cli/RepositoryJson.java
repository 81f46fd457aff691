package dev.lifeboat.agent.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.repository.RepositoryDescription;
import dev.lifeboat.repository.RepositoryDescription.Encryption;
import dev.lifeboat.repository.RepositoryDescription.KnownRecipient;
import java.util.stream.Collectors;

/// What a repository is, as a document and for a person.
final class RepositoryJson {

    private RepositoryJson() {}

    static ObjectNode of(RepositoryDescription description) {
        var geometry = description.geometry();
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("repositoryId", description.id().toString())
                .put("formatVersion", description.formatVersion())
                .put("createdAt", description.createdAt().toString())
                .put("pieceBytes", geometry.pieceBytes())
                .put("cellBytes", geometry.cellBytes())
                .put("pageBytes", geometry.pageBytes())
                .put("packBytes", description.packBytes())
                .put("encrypted", description.encryption().isPresent());
        description.encryption().ifPresent(encryption -> json.set("encryption", of(encryption)));
        return json;
    }

    static ObjectNode of(Encryption encryption) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("fingerprint", encryption.fingerprint())
                .put("generation", encryption.generation())
                .put("dataKeys", encryption.dataKeys());
        var recipients = json.putArray("recipients");
        encryption
                .recipients()
                .forEach(one -> recipients.addObject().put("name", one.name()).put("type", one.type()));
        return json;
    }

    static void show(RepositoryDescription about, Output lines) {
        lines.line("repository    %s", about.id())
                .line("format        version %d", about.formatVersion())
                .line("created       %s", about.createdAt())
                .line("packs of      %s", Sizes.text(about.packBytes()));
        about.encryption()
                .ifPresentOrElse(
                        encryption -> show(encryption, lines),
                        () -> lines.line("encryption    none: whoever reads the storage reads the disks"));
    }

    static void show(Encryption encryption, Output lines) {
        lines.line("fingerprint   %s", encryption.fingerprint())
                .line("keys          generation %d, %d data key(s)", encryption.generation(), encryption.dataKeys())
                .line(
                        "recipients    %s",
                        encryption.recipients().stream()
                                .map(RepositoryJson::name)
                                .collect(Collectors.joining(", ")));
    }

    private static String name(KnownRecipient recipient) {
        return recipient.name() + " (" + recipient.type() + ")";
    }
}
