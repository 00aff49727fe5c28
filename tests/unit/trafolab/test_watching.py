"""What is found on the model beside the actions, and a stored state that comes back."""

from __future__ import annotations

from typing import Any

import torch
import trafolab
from trafolab_protocol.findings import ChangedWeight, Findings, UserHook
from trafolab_protocol.state import State

CLOSE = {"atol": 1e-5, "rtol": 1e-5}
CHANGED = ChangedWeight(component="attn.1", tensor="blocks.1.attn.o.weight", delta_norm=None)


def test_findings_make_a_revision_and_a_mark_once(gpt2_lab: Any) -> None:
    revision, findings = gpt2_lab.revision, Findings(weights=[CHANGED])
    gpt2_lab.observe(findings, moved=True)
    assert (gpt2_lab.revision, gpt2_lab.state.findings) == (revision + 1, findings)
    assert gpt2_lab.state.history[-1].label == "weights of attn.1 changed"
    assert (gpt2_lab.state.history[-1].kind, gpt2_lab.state.history[-1].code) == ("mark", None)
    marks = len(gpt2_lab.state.history)
    gpt2_lab.observe(findings, moved=False)
    assert gpt2_lab.revision == revision + 1
    gpt2_lab.observe(findings, moved=True)
    assert gpt2_lab.revision == revision + 2
    assert len(gpt2_lab.state.history) == marks


def test_moved_weights_are_read_anew_and_stamped(gpt2_lab: Any, gpt2: Any) -> None:
    before = gpt2_lab.compute("metric", {}).data
    weight = next(w for w in gpt2_lab.weights() if w.name == "blocks.1.attn.o.weight").tensor
    weight.data.zero_()
    gpt2_lab.observe(Findings(weights=[CHANGED]), moved=True)
    after = gpt2_lab.compute("metric", {}).data
    assert (before.stamp.weights, after.stamp.weights) == ("loaded", "now")
    assert after.plain != before.plain
    with torch.no_grad():
        expected = gpt2_lab.model(gpt2.tokens(gpt2_lab.model))[0, -1]
    metric = gpt2_lab.state.metric
    assert after.plain == float(expected[metric.answer.id] - expected[metric.distractor.id])


def test_marks_are_passed_over_by_undo(gpt2_lab: Any) -> None:
    gpt2_lab.ablate("L0H0")
    hook = UserHook(
        component="mlp.0", hook="blocks.0.hook_mlp_out", name="f", direction="fwd", permanent=False
    )
    gpt2_lab.observe(Findings(hooks=[hook]), moved=False)
    gpt2_lab.undo()
    assert gpt2_lab.state.interventions == []
    assert gpt2_lab.state.findings.hooks == [hook]


def test_an_adopted_model_takes_the_place_of_the_one_before(gpt2_lab: Any, shape_of: Any) -> None:
    old, shape = gpt2_lab.model, shape_of("neox")
    gpt2_lab.ablate("L1H3")
    model = shape.twin()
    gpt2_lab.adopt(model, "model")
    assert gpt2_lab.model is model
    state = gpt2_lab.settle()
    assert (state.model.kind, state.model.source) == ("live", "model")
    assert state.history[-1].label == "model is another model now"
    assert state.clean.tokens[0].text == "Her"
    twin = shape.twin()

    def zero(z: torch.Tensor, hook: Any) -> torch.Tensor:
        out = z.clone()
        out[:, :, 3] = 0
        return out

    with torch.no_grad():
        hooks = [("blocks.1.attn.hook_z", zero)]
        expected = twin.run_with_hooks(shape.tokens(twin), fwd_hooks=hooks)
        torch.testing.assert_close(model(shape.tokens(twin)), expected, **CLOSE)
    assert sum(len(point.fwd_hooks) for point in old.hook_points()) == 0
    gpt2_lab.undo()
    assert gpt2_lab.state.clean.tokens[0].text == "Her"


def test_interventions_that_do_not_fit_an_adopted_model_say_why(gpt2_lab: Any, shape_of: Any) -> None:
    gpt2_lab.ablate("mlp.0")
    gpt2_lab.adopt(shape_of("toy").twin(), "toy")
    state = gpt2_lab.settle()
    (each,) = state.interventions
    assert (each.status.state, each.status.reason) == ("inactive", "This model has no target named mlp.0.")
    assert state.clean is None
    assert any("has no tokenizer" in problem for problem in state.problems)
    gpt2_lab.prompt([1, 2, 3])
    gpt2_lab.ablate("L0H0")
    assert [each.status.state for each in gpt2_lab.interventions] == ["inactive", "active"]


def test_a_state_comes_back_in_a_fresh_kernel(gpt2_lab: Any, gpt2: Any) -> None:
    stored: dict[str, Any] = {}
    gpt2_lab.tensors.listen(stored.__setitem__)
    gpt2_lab.metric(answer=" Hart", distractor=" Carroll")
    gpt2_lab.freeze("L1H1")
    gpt2_lab.ablate("L0H2", positions=[3])
    sent = State.model_validate_json(gpt2_lab.settle().model_dump_json())
    fresh = trafolab.open(gpt2.source)
    fresh.restore(sent, stored)
    state = fresh.settle()
    assert state.problems == []
    assert state.revision > sent.revision
    for name in ("clean", "counterfactuals", "metric", "interventions", "history", "code"):
        assert getattr(state, name) == getattr(sent, name)
    assert fresh.run().logits.equal(gpt2_lab.run().logits)
    fresh.freeze("L0H0")
    fresh.undo()
    assert fresh.settle().interventions == sent.interventions


def test_a_state_whose_tensors_are_lost_says_so(gpt2_lab: Any, gpt2: Any) -> None:
    gpt2_lab.freeze("L1H1")
    fresh = trafolab.open(gpt2.source)
    fresh.restore(gpt2_lab.settle(), {})
    (each,) = fresh.settle().interventions
    assert each.status.state == "inactive"
    assert "are missing" in each.status.reason
    assert fresh.state.problems == ["The stored values of L1H1 are missing; set the freeze again."]
    fresh.freeze("L1H1")
    assert fresh.settle().interventions[0].status.state == "active"


def test_a_state_of_another_model_says_what_does_not_fit(gpt2_lab: Any, shape_of: Any) -> None:
    stored: dict[str, Any] = {}
    gpt2_lab.tensors.listen(stored.__setitem__)
    gpt2_lab.freeze("L1H1")
    fresh = trafolab.open(shape_of("llama").source)
    sent = gpt2_lab.settle()
    gone = sent.model.model_copy(update={"source": "/no/such/model"})
    fresh.restore(sent.model_copy(update={"model": gone}), stored)
    assert "could not be opened again" in fresh.state.problems[0]
    assert "was made on" in fresh.state.problems[1]
    assert fresh.settle().interventions[0].status.state == "inactive"


def test_another_token_at_a_remembered_position_is_noted(gpt2_lab: Any) -> None:
    gpt2_lab.ablate("L0H2", positions=[5])
    gpt2_lab.prompt("Her name was Alex Carroll. Tomorrow at lunch time Alex")
    (each,) = gpt2_lab.interventions
    assert each.status.state == "active"
    assert each.status.note == "At position 5 stands ' Carroll' now, not ' Hart'."
    gpt2_lab.prompt("Her name")
    (each,) = gpt2_lab.interventions
    assert each.status.state == "inactive"
    assert each.status.reason == "It acts at position 5, and the prompt has 3 tokens."


def test_a_disabled_intervention_stays_and_does_nothing(gpt2_lab: Any) -> None:
    plain = gpt2_lab.run("plain").logits
    gpt2_lab.ablate("L0H2")
    (each,) = gpt2_lab.interventions
    gpt2_lab.disable(each.id)
    assert gpt2_lab.run().logits.equal(plain)
    assert gpt2_lab.interventions[0].status.reason == "It is switched off."
    gpt2_lab.enable(each.id)
    assert not gpt2_lab.run().logits.equal(plain)


def test_release_takes_just_what_it_names(gpt2_lab: Any) -> None:
    gpt2_lab.ablate(["L0H0", "L0H1"])
    gpt2_lab.freeze("L0H0")
    gpt2_lab.ablate("mlp.0.n3")
    gpt2_lab.release("L0H0")
    assert [each.targets for each in gpt2_lab.interventions] == [["L0H1"], ["mlp.0.n3"]]
    assert gpt2_lab.interventions[0].code == 'lab.ablate("L0H1")'
    gpt2_lab.release("mlp.0")
    gpt2_lab.release(gpt2_lab.interventions[0].id)
    assert repr(gpt2_lab.interventions) == "No interventions."


def test_heads_own_their_part_of_the_weights(lab: Any, shape: Any) -> None:
    """Zeroing the part of ``W_O`` that a head is said to own is the same as ablating the head."""
    lab.ablate("L1H2")
    ablated = lab.run().logits
    lab.clear()
    weight = next(w for w in lab.weights() if w.name == "blocks.1.attn.o.weight")
    index = weight.heads.components.index("L1H2")
    size = weight.heads.size
    weight.tensor.data.narrow(weight.heads.axis, index * size, size).zero_()
    torch.testing.assert_close(lab.run().logits, ablated, **CLOSE)
    assert weight.component == "attn.1"


def test_every_parameter_has_a_component_of_the_map(lab: Any, shape: Any) -> None:
    structure = lab.state.model.structure
    known = {*structure.embeddings, "unembed", "ln_final"}
    for layer in structure.layers:
        known |= {part.component for part in (layer.attention, layer.mlp, *layer.norms) if part is not None}
    assert {weight.component for weight in lab.weights()} <= known
    mine = {id(weight.tensor) for weight in lab.weights()}
    assert {id(parameter) for parameter in lab.model.parameters()} <= mine


def test_a_freeze_right_after_an_edit_of_the_weights_holds_the_new_values(gpt2_lab: Any, gpt2: Any) -> None:
    gpt2_lab.run("plain")
    weight = next(w for w in gpt2_lab.weights() if w.name == "blocks.0.mlp.out.weight").tensor
    weight.data.zero_()
    gpt2_lab.freeze("L1H1", what="z")
    stored = gpt2_lab.tensors[gpt2_lab.interventions[0].source.parts[0].tensor]
    with torch.no_grad(), gpt2_lab.plain():
        cache = gpt2_lab.model.run_with_cache(gpt2.tokens(gpt2_lab.model))[1]
    assert stored.equal(cache["blocks.1.attn.hook_z"][0, :, 1])
