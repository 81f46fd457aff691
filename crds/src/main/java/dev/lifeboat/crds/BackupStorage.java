package dev.lifeboat.crds;

import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.BOOLEAN;
import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.DATE;
import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.INTEGER;
import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.STRING;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/// Where recovery points are kept: a bucket or a volume.
@Group(Api.GROUP)
@Version(Api.VERSION)
@Plural("backupstorages")
@ShortNames("xbs")
@AdditionalPrinterColumn(name = "READY", jsonPath = Columns.READY, type = STRING)
@AdditionalPrinterColumn(name = "PROVIDER", jsonPath = ".status.provider", type = STRING)
@AdditionalPrinterColumn(name = "LOCATION", jsonPath = ".status.location", type = STRING)
@AdditionalPrinterColumn(name = "ENCRYPTED", jsonPath = ".status.repository.encrypted", type = BOOLEAN)
@AdditionalPrinterColumn(name = "USED", jsonPath = ".status.usage.storedText", type = STRING)
@AdditionalPrinterColumn(name = "BACKUPS", jsonPath = ".status.usage.backups", type = INTEGER)
@AdditionalPrinterColumn(name = "DEDUP", jsonPath = ".status.usage.dedupRatio", type = STRING)
@AdditionalPrinterColumn(name = "LAST-CHECK", jsonPath = ".status.lastProbeTime", type = DATE)
@AdditionalPrinterColumn(name = "AGE", jsonPath = Columns.AGE, type = DATE)
@AdditionalPrinterColumn(name = "REASON", jsonPath = Columns.READY_REASON, type = STRING, priority = 1)
@AdditionalPrinterColumn(name = "MESSAGE", jsonPath = Columns.READY_MESSAGE, type = STRING, priority = 1)
public class BackupStorage extends CustomResource<BackupStorageSpec, BackupStorageStatus> implements Namespaced {}
