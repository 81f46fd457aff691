package dev.lifeboat.crds;

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
@AdditionalPrinterColumn(
        name = "BACKUP",
        jsonPath = ".spec.source.backupRef.name",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "TARGET-VM", jsonPath = ".status.vm.name", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "PHASE", jsonPath = ".status.phase", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "PROGRESS",
        jsonPath = ".status.progress.percentText",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "AGE",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
        name = "HYPERVISOR",
        jsonPath = ".spec.target.hypervisorRef.name",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "DURATION",
        jsonPath = ".status.durationText",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "MESSAGE",
        jsonPath = ".status.conditions[?(@.type==\"Failed\")].message",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
public class VmRestore extends CustomResource<VmRestoreSpec, VmRestoreStatus> implements Namespaced {}
