package dev.lifeboat.crds;

import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.DATE;
import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.STRING;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/// Brings a recovery point back as a VM, or makes an XVA of it.
@Group(Api.GROUP)
@Version(Api.VERSION)
@Plural("vmrestores")
@ShortNames("xvr")
@AdditionalPrinterColumn(name = "BACKUP", jsonPath = ".spec.source.backupRef.name", type = STRING)
@AdditionalPrinterColumn(name = "TARGET-VM", jsonPath = ".status.vm.name", type = STRING)
@AdditionalPrinterColumn(name = "PHASE", jsonPath = ".status.phase", type = STRING)
@AdditionalPrinterColumn(name = "PROGRESS", jsonPath = ".status.progress.percentText", type = STRING)
@AdditionalPrinterColumn(name = "AGE", jsonPath = Columns.AGE, type = DATE)
@AdditionalPrinterColumn(name = "HYPERVISOR", jsonPath = ".spec.target.hypervisorRef.name", type = STRING, priority = 1)
@AdditionalPrinterColumn(name = "DURATION", jsonPath = ".status.durationText", type = STRING, priority = 1)
@AdditionalPrinterColumn(name = "MESSAGE", jsonPath = Columns.FAILED_MESSAGE, type = STRING, priority = 1)
public class VmRestore extends CustomResource<VmRestoreSpec, VmRestoreStatus> implements Namespaced {}
